using FreeNets.Model;

namespace FreeNets.Compiler.Ir;

/// <summary>How the weights of a linear stage are held; sums and all else are float32.</summary>
public abstract record Numerics
{
    /// <summary>What it is called.</summary>
    public string Name => this switch
    {
        Half half => half.IsFloat16 ? "float16" : "bfloat16",
        Int8 => "int8",
        _ => "float32",
    };

    /// <summary>float32.</summary>
    public sealed record Float32 : Numerics;

    /// <summary>16-bit floating point, two inputs a lane.</summary>
    /// <param name="IsFloat16">Whether it is float16 and not bfloat16.</param>
    /// <param name="Encoder">Codes and steps.</param>
    public sealed record Half(bool IsFloat16, HalfEncoder Encoder) : Numerics;

    /// <summary>Integers times a step a row; inputs are bytes, sums exact.</summary>
    /// <param name="Encoder">Values and steps.</param>
    public sealed record Int8(Int8Encoder Encoder) : Numerics;
}
