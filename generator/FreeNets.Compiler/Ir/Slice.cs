namespace FreeNets.Compiler.Ir;

/// <summary>Neighbouring rows of the state.</summary>
/// <param name="First">The first.</param>
/// <param name="Count">How many.</param>
public readonly record struct Slice(int First, int Count)
{
    /// <summary>The row behind the last.</summary>
    public int End => First + Count;
}
