using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Lower;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>float32 weights, one sample, no vectors: the sums of some neurons side by side.</summary>
/// <remarks>
/// Products are rounded before they are added. Fusing them would need FMA in hardware, and a machine that has it has vectors; this way
/// the path gives the same bits on every machine.
/// </remarks>
/// <param name="Stage">The stage.</param>
/// <param name="State">The state.</param>
/// <param name="Layout">Where its weights are.</param>
internal sealed record ScalarRows(LinearStage Stage, StateLayout State, EncoderLayout Layout) : Kernel(VectorShape.Scalar)
{
    /// <summary>Neurons whose sums run side by side in registers: enough to hide the latency of an addition.</summary>
    private static readonly int s_neurons = VectorShape.Scalar.Accumulators;

    public static Kernel? Plan(KernelRequest request) =>
        request is { Stage: LinearStage { Numerics: Numerics.Float32 } stage, Workload: Workload.OneSample }
            && request.Shape == VectorShape.Scalar
            ? new ScalarRows(stage, request.Program.State, EncoderLayouts.Of(stage))
            : null;

    public override string Name => Skips ? "zero inputs skipped, no vectors" : "dense, no vectors";

    public override string Because => Skips ? NonZeroInputs.Because(Stage) : NonZeroInputs.WhyNot(Stage);

    public override string Blocking => "packed loops";

    public override IReadOnlyList<Layout> Layouts => [Layout];

    public override StageCost Cost =>
        new(Stage.Name, 1, 0, 0, 0) { Scalars = (Skips ? NonZeroInputs.Read(Stage) : Stage.Width) * Stage.Rows };

    public override long StackBytes => Skips ? NonZeroInputs.StackBytes(Stage) : 0;

    private bool Skips => ZeroInputs.AreSkipped(Stage);

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        foreach (var width in Layout.Parts.SelectMany(Blocks).Select(static block => block.Width).Distinct())
        {
            WriteMethod(code, $"{name}{width}", width);
        }

        var calls = new List<string>(Skips ? NonZeroInputs.Find : []);
        foreach (var part in Layout.Parts)
        {
            foreach (var (first, end, width) in Blocks(part))
            {
                var calling = new CodeWriter();
                calling.Loop("first", first, end, width, i => calling.Line(
                    $"{name}{width}({Stage.Input()}, {(Skips ? $"{NonZeroInputs.Arguments}, " : "")}"
                    + $"ref {CSharpText.At(Layout.Table, CSharpText.Sum(part.At(0), i))}, {part.Neurons}, "
                    + $"ref {CSharpText.At("z", Stage.To.First)}, {i});"));
                calls.Add(calling.ToString());
            }
        }

        return [.. calls, .. ScalarState.Start(Stage, State)];
    }

    /// <summary>The neurons of a part in blocks of equal width, and what is left.</summary>
    private static IEnumerable<(int First, int End, int Width)> Blocks(EncoderPart part)
    {
        var (end, rest) = (part.First + part.Neurons, part.Neurons % s_neurons);
        if (part.Neurons >= s_neurons)
        {
            yield return (part.First, end - rest, s_neurons);
        }

        if (rest > 0)
        {
            yield return (end - rest, end, rest);
        }
    }

    private void WriteProducts(CodeWriter code, string input, int width)
    {
        code.Line($"var value = {Stage.Value(input)};");
        code.Line($"ref float w = ref {CSharpText.At("weights", input == "0" ? input : $"{input} * stride")};");
        for (var neuron = 0; neuron < width; neuron++)
        {
            code.Line($"z{neuron} += value * {CSharpText.At("w", neuron)};");
        }
    }

    private void WriteMethod(CodeWriter code, string name, int width)
    {
        code.Line($"// {Stage.Title}, one sample: {width} neurons from the first; a row of weights is stride floats.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block(
            Stage.Method(name, $"{(Skips ? $"{NonZeroInputs.Parameters}, " : "")}ref float weights, nint stride, ref float z, nint first"),
            () =>
            {
                code.Line($"float {string.Join(", ", Enumerable.Range(0, width).Select(static neuron => $"z{neuron} = 0"))};");
                if (Skips)
                {
                    code.Block("for (nint i = 0; i < count; i++)", () =>
                    {
                        code.Line("nint input = Compiler::Unsafe.Add(ref places, i);");
                        WriteProducts(code, "input", width);
                    });
                }
                else
                {
                    code.Loop("i", 0, Stage.Width, 1, i => WriteProducts(code, i, width));
                }

                code.Line();
                code.Line("ref float target = ref Compiler::Unsafe.Add(ref z, first);");
                code.Line($"ref float bias = ref Compiler::Unsafe.Add(ref {(Stage.From is Source.Inputs ? "StateStart" : "z")}, first);");
                for (var neuron = 0; neuron < width; neuron++)
                {
                    code.Line($"{CSharpText.At("target", neuron)} = z{neuron} + {CSharpText.At("bias", neuron)};");
                }
            });
        code.Line();
    }
}
