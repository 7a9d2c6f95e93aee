using FreeNets.Compiler.Ir;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit;

/// <summary>What generated files say of how weights are held.</summary>
internal static class NumericsText
{
    /// <summary>One sentence of how weights are held; empty for float32.</summary>
    public static string Describe(Numerics numerics) => numerics switch
    {
        Numerics.Int8 => "The encoder's weights are integers from -64 to 64, times one float32 step per neuron; its sums are exact, "
            + "and all else is float32.",
        Numerics.Half { IsFloat16: false } =>
            "The encoder's weights are bfloat16, widened where they are used; inputs, sums and all else are float32.",
        Numerics.Half => "The encoder's weights are float16 times a power of two per neuron, widened where they are used; inputs, "
            + "sums and all else are float32.",
        _ => "",
    };

    /// <summary>What floats are to <c>Predict</c>.</summary>
    public static string Floats(Numerics numerics, InputDomain domain) => numerics is Numerics.Int8
        ? "raw values, each rounded to the nearest integer from 0 to 255"
        : $"raw values {Range(domain)}";

    /// <summary>What raw values may be, as the model file declares it.</summary>
    public static string Range(InputDomain domain) => (domain.Minimum.IsUniform && domain.Maximum.IsUniform, domain.IsBounded) switch
    {
        (true, true) => FormattableString.Invariant($"from {domain.Minimum.Uniform} to {domain.Maximum.Uniform}"),
        (_, true) => "in the range that the model file has for each input",
        (true, _) when float.IsNegativeInfinity(domain.Minimum.Uniform)
            && float.IsPositiveInfinity(domain.Maximum.Uniform) => "of any size",
        (true, _) when float.IsPositiveInfinity(domain.Maximum.Uniform) => FormattableString.Invariant($"from {domain.Minimum.Uniform} up"),
        (true, _) => FormattableString.Invariant($"up to {domain.Maximum.Uniform}"),
        _ => "in the range, if any, that the model file has for each input",
    };

    /// <summary>What a self-test compares with.</summary>
    public static string Expected(Numerics numerics) => numerics is Numerics.Float32
        ? "with the file's,\n/// which were computed in float64"
        : "with those of\n/// the network with its encoder rounded, computed in float64 when this code was generated";
}
