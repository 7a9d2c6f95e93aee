using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Lower;
using FreeNets.Compiler.Text;
using FreeNets.Model;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>What kernels that skip zero inputs share: a list of the others.</summary>
internal static class NonZeroInputs
{
    // As NonZero.Padding of the runtime.
    private const int Padding = 64;

    /// <summary>The list as a kernel's parameters.</summary>
    public const string Parameters = "ref ushort places, nint count";

    /// <summary>The list as a kernel's arguments.</summary>
    public const string Arguments = "ref places, count";

    /// <summary>The statements that make the list.</summary>
    public static IReadOnlyList<string> Find { get; } =
    [
        "System::Span<ushort> listed = stackalloc ushort[Inputs + global::FreeNets.Runtime.NonZero.Padding];",
        "ref var places = ref Interop::MemoryMarshal.GetReference(listed);",
        "nint count = global::FreeNets.Runtime.NonZero.Find(ref x, Inputs, ref places);",
    ];

    /// <summary>Inputs that are read, on average.</summary>
    public static double Read(LinearStage stage) => stage.Width * (((Source.Inputs)stage.From).Density ?? 1);

    /// <summary>Bytes of the list.</summary>
    public static long StackBytes(LinearStage stage) => sizeof(float) * ((stage.Width + Padding + 1L) / 2);

    /// <summary>Why they are skipped.</summary>
    public static string Because(LinearStage stage) =>
        $"{CSharpText.Percent(((Source.Inputs)stage.From).Density ?? 1)} of the training inputs were not zero, "
        + $"less than {CSharpText.Percent(ZeroInputs.DensestSkipped(stage.Rows, stage.Numerics))}";

    /// <summary>That they are skipped, for the header of the generated code.</summary>
    public static string Summary(LinearStage stage) =>
        $"one sample: zero inputs are skipped ({CSharpText.Percent(((Source.Inputs)stage.From).Density ?? 1)} of the training data were "
            + "not zero); batch: dense";

    /// <summary>Why none are.</summary>
    public static string WhyNot(LinearStage stage)
    {
        var limit = CSharpText.Percent(ZeroInputs.DensestSkipped(stage.Rows, stage.Numerics));
        return (stage.Numerics, stage.From, stage.Width) switch
        {
            (_, Source.State, _) => "neurons are read, not inputs",
            (_, Source.Inputs inputs, _) when inputs.Domain.Mean != PerInput.Of(0) =>
                "the mean is subtracted while inputs are read, so that zeros do not stay zero",
            (Numerics.Half, _, _) => "16-bit weights are read two inputs at a time",
            (_, Source.Inputs { Density: null }, _) =>
                "the model file does not say how many training inputs were zero (provenance.inputDensity)",
            (_, _, > ZeroInputs.MaxListed) =>
                $"{CSharpText.Number(stage.Width)} inputs do not fit the stack; the limit is {CSharpText.Number(ZeroInputs.MaxListed)}",
            (_, Source.Inputs inputs, _) =>
                $"{CSharpText.Percent(inputs.Density ?? 1)} of the training inputs were not zero, {limit} or more",
            _ => "",
        };
    }
}
