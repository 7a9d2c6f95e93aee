using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Lower;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>
/// Integer weights, a lane a neuron, for one sample or a tile of samples: methods that each fill some chunks of their states.
/// </summary>
/// <param name="Stage">The stage.</param>
/// <param name="State">The state.</param>
/// <param name="Layout">Where its weights are.</param>
/// <param name="Shape">The vectors.</param>
/// <param name="Tile">The register block.</param>
internal sealed record Int8Units(
    LinearStage Stage, StateLayout State, Int8Layout Layout, VectorShape Shape, EncoderTile Tile) : TileKernel(Shape, Tile)
{
    private const string Helpers = "global::FreeNets.Runtime.Int8";

    /// <summary>Samples of a batch that share each load of weights.</summary>
    private const int BatchSamples = 2;

    public static Kernel? Plan(KernelRequest request) =>
        request is { Stage: LinearStage { Numerics: Numerics.Int8 int8 } stage, Workload: Workload.OneSample or Workload.Block }
        && request.Shape != VectorShape.Scalar
            ? new Int8Units(
                stage,
                request.Program.State,
                new Int8Layout(stage, int8),
                request.Shape,
                TileOf(request.Shape, stage.Rows, request.Workload == Workload.Block ? BatchSamples : 1))
            : null;

    public override string Name => Skips ? "int8, groups of 16 zero inputs skipped" : "int8";

    public override string Because => Tile.Samples > 1 ? WhyTile : Skips ? NonZeroInputs.Because(Stage) : NonZeroInputs.WhyNot(Stage);

    public override string Summary => Layout.Summary(Skips);

    public override IReadOnlyList<Layout> Layouts => [Layout];

    /// <summary>int8 takes four inputs a lane, in two multiplying instructions where there is no dot product.</summary>
    public override StageCost Cost => CostOf(Stage, productsPerLane: 2, weightBytes: 1, Skips ? NonZeroInputs.Read(Stage) : null);

    public override long StackBytes => Int8Inputs.StackBytes(Layout, Tile.Samples, Skips);

    private bool Skips => Tile.Samples == 1 && ZeroInputs.AreSkipped(Stage);

    private int Bits => Shape.Lanes * 32;

    private int Parts => Machine.Lanes / Shape.Lanes;

    private int UnitsPerChunk => Shape.Lanes / Int8Layout.UnitNeurons;

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        var calls = new List<string>(Int8Inputs.Prepare(Layout, Tile.Samples, Skips));
        var (parameters, arguments, method) = (Int8Inputs.Parameters(Skips), Int8Inputs.Arguments(Skips), 0);
        foreach (var block in Blocks(Stage.Rows))
        {
            calls.Add($"{name}{method}({arguments}, ref z);");
            code.Line($"// {Stage.Title} in integers, {NeuronsOf(block, Stage.Rows)}, {SamplesText}.");
            code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
            code.Block($"private static void {name}{method++}({parameters}, ref float z)", () => WriteBody(code, block));
            code.Line();
        }

        calls.Add(Int8Inputs.PutNaN(Layout, State, Tile.Samples));
        return calls;
    }

    /// <summary>The register block for so many samples: an accumulator a unit, so that a chunk of 16 lanes takes four.</summary>
    public static EncoderTile TileOf(VectorShape shape, int neurons, int samples)
    {
        var (chunks, accumulators) = (shape.Chunks(neurons), samples * shape.Lanes / Int8Layout.UnitNeurons);
        return new EncoderTile(samples, Machine.Balanced(chunks, Math.Max(1, Math.Min(chunks, shape.Accumulators / accumulators))));
    }

    private void WriteBody(CodeWriter code, Block block)
    {
        var start = (long)block.First * UnitsPerChunk * Int8Layout.UnitBytes;
        foreach (var (sample, unit) in Accumulators(block))
        {
            // Shifted operands are for 128-bit vectors alone.
            var zero = Shape.Lanes == Int8Layout.UnitNeurons
                ? $"{Helpers}.IsShifted ? {Vector.Load("EncoderShifts", unit * Int8Layout.UnitNeurons)} : {Vector.Static}<int>.Zero"
                : $"{Vector.Static}<int>.Zero";
            code.Line($"var {SumName(sample, unit)} = {zero};");
        }

        code.Line($"{Vector.Static}<byte> {string.Join(", ", Enumerable.Range(0, Tile.Samples).Select(static sample => $"x{sample}"))};");
        var rowBytes = CSharpText.Integer(Layout.GroupBytes);
        if (Skips)
        {
            code.Block("for (nint n = 0; n < count; n++)", () =>
            {
                code.Line("nint i = Compiler::Unsafe.Add(ref groups, n);");
                code.Line($"ref sbyte w = {At(CSharpText.Sum(start, $"(i * {rowBytes})"))};");
                code.Line($"i *= {Int8Layout.Span};");
                WriteGroup(code, block, "i");
            });
            WriteLastGroup(code, block, $"ref sbyte v = {At(CSharpText.Integer(start + (Layout.WholeGroups * Layout.GroupBytes)))};", "v");
        }
        else
        {
            code.Line($"ref sbyte w = {At(CSharpText.Integer(start))};");
            code.Loop("i", 0, Layout.WholeGroups * Int8Layout.Span, Int8Layout.Span, i =>
            {
                WriteGroup(code, block, i);
                if (Stage.Width > Int8Layout.Span)
                {
                    code.Line($"w = ref Compiler::Unsafe.Add(ref w, {rowBytes});");
                }
            });
            WriteLastGroup(code, block, null, "w");
        }

        ScaledState.Write(
            code, Stage, State, Shape, Tile.Samples, (block.First, block.End),
            (sample, chunk) => $"{Vector.Static}.ConvertToSingle({Sums(sample, chunk)})");
    }

    private void WriteLastGroup(CodeWriter code, Block block, string? declaration, string weights)
    {
        if (Stage.Width % Int8Layout.Span == 0)
        {
            return;
        }

        if (declaration is not null)
        {
            code.Line(declaration);
        }

        WriteGroup(code, block, CSharpText.Integer(Layout.SampleBytes - Int8Layout.Span), weights);
    }

    private void WriteGroup(CodeWriter code, Block block, string first, string weights = "w")
    {
        for (var part = 0; part < Parts; part++)
        {
            for (var sample = 0; sample < Tile.Samples; sample++)
            {
                var place = (sample * (long)Layout.SampleBytes) + (part * Shape.Lanes);
                code.Line($"x{sample} = {Helpers}.Operand{Bits}(ref {CSharpText.At("x", CSharpText.Sum(first, place))});");
            }

            foreach (var (sample, unit) in Accumulators(block))
            {
                var offset = ((unit - (block.First * UnitsPerChunk)) * Int8Layout.UnitBytes) + (part * Bits / 8);
                var name = SumName(sample, unit);
                code.Line($"{name} = {Helpers}.Add({name}, x{sample}, {Vector.Load(weights, offset)});");
            }
        }
    }

    /// <summary>The whole sums of the neurons of a chunk.</summary>
    private string Sums(int sample, int chunk)
    {
        var units = Enumerable.Range(chunk * UnitsPerChunk, UnitsPerChunk)
            .Select(unit => unit < Layout.Units ? SumName(sample, unit) : $"{Vector.Static}<int>.Zero");
        return UnitsPerChunk == 1 ? units.Single() : $"{Helpers}.Join({string.Join(", ", units)})";
    }

    private IEnumerable<(int Sample, int Unit)> Accumulators(Block block) =>
        from unit in Enumerable.Range(block.First * UnitsPerChunk, (block.End - block.First) * UnitsPerChunk)
        where unit < Layout.Units
        from sample in Enumerable.Range(0, Tile.Samples)
        select (sample, unit);

    private static string At(string offset) => offset == "0" ? "ref EncoderBytes" : $"ref Compiler::Unsafe.Add(ref EncoderBytes, {offset})";

    private static string SumName(int sample, int unit) => $"a{sample}_{unit}";
}
