using FreeNets.Compiler.Machines;
using FreeNets.Model;

namespace FreeNets.Compiler;

/// <summary>What a user chooses about the generated code; everything else follows from the network.</summary>
public sealed record CodeChoices
{
    /// <summary>Every family, float32, public, batches in vectors, no limit of size.</summary>
    public static CodeChoices Default { get; } = new();

    /// <summary>
    /// The instruction-set families that code is generated for, widest first, at least one. A machine that has none of them cannot
    /// run the model.
    /// </summary>
    public EquatableArray<Isa> Families { get; init; } = (Isa[])Enum.GetValues(typeof(Isa));

    /// <summary>How the encoder's weights are held.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Whether other assemblies see the generated class.</summary>
    public Visibility Visibility { get; init; } = Visibility.Public;

    /// <summary>Whether batches get kernels of their own; without them a batch is its samples one by one, in less code.</summary>
    public bool Batch { get; init; } = true;

    /// <summary>The most bytes that weights and tables may take; null for no limit.</summary>
    public long? MaxBytes { get; init; }
}

/// <summary>Who sees a generated class.</summary>
public enum Visibility
{
    /// <summary>Every assembly.</summary>
    Public,

    /// <summary>Its own assembly.</summary>
    Internal,
}
