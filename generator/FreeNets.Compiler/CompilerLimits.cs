using FreeNets.Compiler.Schedule;
using FreeNets.Compiler.Text;
using FreeNets.Model;

namespace FreeNets.Compiler;

/// <summary>What code is generated for. Beyond, the stack would overflow silently, or a user's own limit is passed.</summary>
public static class CompilerLimits
{
    /// <summary>Neurons and outputs together: a batch keeps 2 × 16 × 4 bytes a row of the state on the stack.</summary>
    public const int MaxRows = 4_096;

    /// <summary>Null when code can be generated; otherwise a sentence that says what is too large.</summary>
    public static string? Check(FreeNet net) => (long)net.Neurons + net.Outputs > MaxRows
        ? $"The network has {CSharpText.Number((long)net.Neurons + net.Outputs)} neurons and outputs; "
            + $"code is generated for at most {CSharpText.Number(MaxRows)}."
        : null;

    /// <summary>Inputs of an int8 encoder: their bytes may be copied to the stack, and 65,536 × 255 × 64 fits an int32.</summary>
    public const int MaxInt8Inputs = 65_536;

    /// <summary>Null when the network can have this precision; otherwise a sentence that says why it cannot, and the remedy.</summary>
    public static string? CheckPrecision(FreeNet net, Precision precision) => precision != Precision.Int8
        ? null
        : net.Domain.Type != InputType.UInt8
        ? "Precision=\"int8\" multiplies bytes, but this network's inputs are float32 (domain.type); use bfloat16 or float16, "
            + "or train on bytes."
        : net.Inputs > MaxInt8Inputs
        ? $"Precision=\"int8\" takes at most {CSharpText.Number(MaxInt8Inputs)} inputs, "
            + $"and this network has {CSharpText.Number(net.Inputs)}; "
            + "use bfloat16 or float16."
        : null;

    /// <summary>Null when weights and tables fit the user's limit; otherwise a sentence that says by how much they do not.</summary>
    public static string? CheckSize(Plan plan, CodeChoices choices) => plan.ConstantBytes is var bytes && bytes > choices.MaxBytes
        ? $"The weights and tables take {CSharpText.Number(bytes)} bytes; MaxBytes allows {CSharpText.Number(choices.MaxBytes.Value)}."
        : null;

    /// <summary>
    /// The same for what the optimiser left of a network, by weights of the encoder and of edges alone: most networks that are far too
    /// large are found here, before they are laid out.
    /// </summary>
    public static string? CheckSize(FreeNet net, CodeChoices choices) =>
        LeastBytes(net, choices.Precision) is var bytes && bytes > choices.MaxBytes
        ? $"The weights and tables take at least {CSharpText.Number(bytes)} bytes; "
            + $"MaxBytes allows {CSharpText.Number(choices.MaxBytes.Value)}."
        : null;

    /// <summary>
    /// Null when constants are few enough for a build of seconds, or the user allowed for them; otherwise a sentence that says what a
    /// build will take.
    /// </summary>
    public static string? CheckBuild(Plan plan, CodeChoices choices)
    {
        var bytes = plan.ConstantBytes;
        return bytes <= ConstantText.MaxBytes || choices.MaxBytes is not null
            ? null
            : $"The weights and tables take {CSharpText.Number(bytes)} bytes; past {CSharpText.Number(ConstantText.MaxBytes)} the C# "
                + "compiler reads them "
                + $"as numbers, which will take about {CSharpText.Number(Math.Max(1, bytes / BytesPerSecond))} seconds and "
                + $"{CSharpText.Number(Math.Max(1, bytes * CompilerBytes >> 30))} GB of memory. Prune the network, "
                + "choose another Precision or fewer families "
                + $"of Isa, or allow for it with MaxBytes=\"{CSharpText.Integer(bytes)}\".";
    }

    // What the C# compiler reads in a second, and the memory that it takes for each byte: 40 MB took 100 s and 5.2 GB.
    private const int BytesPerSecond = 400_000;
    private const int CompilerBytes = 130;

    private static long LeastBytes(FreeNet net, Precision precision)
    {
        var weight = precision switch
        {
            Precision.Int8 => sizeof(sbyte),
            Precision.Float32 => sizeof(float),
            _ => sizeof(ushort),
        };
        return ((long)weight * net.Neurons * net.Inputs) + ((long)sizeof(float) * net.Edges.Count);
    }
}
