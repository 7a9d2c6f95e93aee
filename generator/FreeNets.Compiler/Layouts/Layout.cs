using FreeNets.Compiler.Ir;

namespace FreeNets.Compiler.Layouts;

/// <summary>How the constants of a stage lie in memory. Equal layouts of a program are stored once, whichever kernels read them.</summary>
/// <param name="For">The stage.</param>
/// <param name="Name">Unique among the layouts of a program.</param>
public abstract record Layout(Stage For, string Name)
{
    /// <summary>Its tables, made anew each time.</summary>
    public abstract IReadOnlyList<ConstantTable> Tables();
}
