namespace FreeNets.Compiler.Ir;

/// <summary>What a linear stage reads.</summary>
public abstract record Source
{
    /// <summary>The raw inputs.</summary>
    /// <param name="Density">The fraction of them that were not zero in training; null where that is not known.</param>
    public sealed record Inputs(double? Density) : Source;

    /// <summary>h of neurons.</summary>
    /// <param name="Neurons">The neurons.</param>
    public sealed record State(Slice Neurons) : Source;
}
