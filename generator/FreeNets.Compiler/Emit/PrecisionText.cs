using FreeNets.Compiler.Schedule;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit;

/// <summary>What generated files say of the precision.</summary>
internal static class PrecisionText
{
    /// <summary>One sentence of how weights are held.</summary>
    public static string Describe(Precision precision) => precision switch
    {
        Precision.Int8 => "The encoder's weights are whole numbers from -64 to 64, times one float32 step a neuron; its sums are exact, and all else is float32.",
        Precision.BFloat16 => "The encoder's weights are bfloat16, widened where they are used; inputs, sums and all else are float32.",
        Precision.Float16 => "The encoder's weights are float16 times a power of two a neuron, widened where they are used; inputs, sums and all else are float32.",
        _ => "",
    };

    /// <summary>What floats are to <c>Predict</c>.</summary>
    public static string Floats(Precision precision, InputDomain domain) => precision == Precision.Int8
        ? "raw values, each rounded to the nearest whole number from 0 to 255"
        : $"raw values {Range(domain)}";

    /// <summary>What raw values may be, as the model file declares it.</summary>
    public static string Range(InputDomain domain) => FormattableString.Invariant($"from {domain.Minimum.Uniform} to {domain.Maximum.Uniform}");

    /// <summary>What a self-test compares with.</summary>
    public static string Expected(Precision precision) => precision == Precision.Float32
        ? "with the file's,\n/// which were computed in float64"
        : "with those of\n/// the network with its encoder rounded, computed in float64 when this code was generated";

    /// <summary>The encoder's part of the printed plan.</summary>
    public static string Encoder(Plan plan)
    {
        var skips = plan.SkipZeroInputs && plan.Int8 is not null ? ", of which those that are all zero are skipped for one sample" : "";
        return plan.Choices.Precision switch
        {
            Precision.Int8 => $"int8, {plan.Int8!.Units} units of 4 neurons × groups of 16 inputs{skips}",
            Precision.BFloat16 => "bfloat16, two inputs a load, ",
            Precision.Float16 => "float16, two inputs a load, ",
            _ => "",
        };
    }
}
