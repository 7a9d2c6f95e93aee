using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>
/// 16-bit weights, a lane a neuron, for one sample or a tile of samples: methods that each fill some chunks of their states.
/// </summary>
/// <param name="Stage">The stage.</param>
/// <param name="State">The state.</param>
/// <param name="Layout">Where its weights are.</param>
/// <param name="Shape">The vectors.</param>
/// <param name="Tile">The register block.</param>
internal sealed record HalfRows(
    LinearStage Stage, StateLayout State, HalfLayout Layout, VectorShape Shape, EncoderTile Tile) : TileKernel(Shape, Tile)
{
    public static Kernel? Plan(KernelRequest request) =>
        request is { Stage: LinearStage { Numerics: Numerics.Half half } stage, Workload: Workload.OneSample or Workload.Block }
        && request.Shape != VectorShape.Scalar
            ? new HalfRows(stage, request.Program.State, new HalfLayout(stage, half), request.Shape, TileOf(request, stage.Rows))
            : null;

    public override string Name => $"{Layout.Numerics.Name}, two inputs a load";

    public override string Because => Tile.Samples == 1 ? NonZeroInputs.WhyNot(Stage) : WhyTile;

    public override string Summary => $"{Name}, dense; {EncoderTile.SumsText(Stage.PartialSums)}";

    public override IReadOnlyList<Layout> Layouts => [Layout];

    public override StageCost Cost => CostOf(Stage, productsPerLane: 1, weightBytes: 2);

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        var calls = new List<string>();
        foreach (var block in Blocks(Stage.Rows))
        {
            calls.Add($"{name}{calls.Count}(ref x, ref z);");
            code.Line($"// {Stage.Title}, {NeuronsOf(block, Stage.Rows)}, {SamplesText}.");
            code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
            code.Block(
                $"private static void {name}{calls.Count - 1}<T>(ref T x, ref float z)\n    where T : unmanaged",
                () => WriteBody(code, block));
            code.Line();
        }

        return calls;
    }

    /// <summary>The block with the fewest loads for each FMA, one a chunk of weights, one per sample's input.</summary>
    private static EncoderTile TileOf(KernelRequest request, int neurons)
    {
        var (shape, chunks) = (request.Shape, request.Shape.Chunks(neurons));
        var best = EncoderTile.OfOne(shape, neurons, 1);
        for (var samples = 2; request.Workload == Workload.Block && samples <= Math.Min(shape.Lanes, 8); samples *= 2)
        {
            // Blocks of equal width: 7 chunks as 4 + 3 rather than 6 + 1.
            var tile = new EncoderTile(samples, Machine.Balanced(chunks, Math.Min(shape.Accumulators / samples, chunks)));
            best = tile.LoadsPerFma < best.LoadsPerFma ? tile : best;
        }

        return best;
    }

    private void WriteBody(CodeWriter code, Block block)
    {
        var (inputs, neurons) = (Stage.Width, Stage.Rows);
        var samples = Enumerable.Range(0, Tile.Samples);
        if (inputs > 2)
        {
            code.Line($"const int Row = {neurons};");
        }

        if (inputs > 1 || Layout.IsFloat16)
        {
            code.Line($"const uint {Mask};");
        }

        code.Line($"{Vector.Type} h, {string.Join(", ", samples.Select(sample => inputs > 1 ? $"x{sample}, y{sample}" : $"x{sample}"))};");
        code.Line($"{Vector.Static}<uint> {(Layout.IsFloat16 ? "v, u" : "v")};");
        foreach (var (sample, chunk) in Accumulators(block))
        {
            code.Line($"var {SumName(sample, chunk)} = {Vector.Type}.Zero;");
        }

        var start = block.First * Shape.Lanes;
        code.Line($"ref uint w = {(start == 0 ? "ref EncoderPairs" : $"ref Compiler::Unsafe.Add(ref EncoderPairs, {start})")};");
        code.Loop("i", 0, inputs - (inputs % 2), 2, i =>
        {
            WriteInput(code, "x", i);
            WriteInput(code, "y", CSharpText.Sum(i, 1));
            WriteProducts(code, block, hasSecond: true);
            if (inputs > 2)
            {
                code.Line("w = ref Compiler::Unsafe.Add(ref w, Row);");
            }
        });

        if (inputs % 2 != 0)
        {
            WriteInput(code, "x", CSharpText.Integer(inputs - 1));
            WriteProducts(code, block, hasSecond: false);
        }

        ScaledState.Write(code, Stage, State, Shape, Tile.Samples, (block.First, block.End), SumName);
    }

    private void WriteInput(CodeWriter code, string name, string index)
    {
        for (var sample = 0; sample < Tile.Samples; sample++)
        {
            code.Line($"{name}{sample} = {Vector.Broadcast(Stage.Value(index, sample))};");
        }
    }

    private void WriteProducts(CodeWriter code, Block block, bool hasSecond)
    {
        for (var chunk = block.First; chunk < block.End; chunk++)
        {
            code.Line($"v = {Vector.Load("w", (chunk - block.First) * Shape.Lanes)};");
            WriteProducts(code, chunk, "x", Low);
            if (hasSecond)
            {
                WriteProducts(code, chunk, "y", High);
            }
        }
    }

    private void WriteProducts(CodeWriter code, int chunk, string x, string weights)
    {
        if (Layout.IsFloat16)
        {
            code.Line($"u = {weights};");
            code.Line($"u = {Vector.Static}.AsUInt32({Vector.Static}.ShiftRightArithmetic({Vector.Static}.AsInt32(u), 3));");
            weights = $"{Vector.Static}.AsSingle(u & {Vector.Static}.Create(SignAndDigits))";
        }

        code.Line($"h = {weights};");
        for (var sample = 0; sample < Tile.Samples; sample++)
        {
            var sum = SumName(sample, chunk);
            code.Line($"{sum} = {Vector.MultiplyAdd($"{x}{sample}", "h", sum)};");
        }
    }

    /// <summary>The low halves of v, moved to the high ones; bfloat16 is a float32 then.</summary>
    private string Low => Layout.IsFloat16
        ? $"{Vector.Static}.ShiftLeft(v, 16)"
        : $"{Vector.Static}.AsSingle({Vector.Static}.ShiftLeft(v, 16))";

    /// <summary>The high halves of v.</summary>
    private string High => Layout.IsFloat16 ? "v" : $"{Vector.Static}.AsSingle(v & {Vector.Static}.Create(HighHalf))";

    /// <summary>
    /// What stays of v; of float16 sign, 5 bits of exponent and 10 of significand once they are in place, see <see cref="HalfLayout"/>.
    /// </summary>
    private string Mask => Layout.IsFloat16 ? "SignAndDigits = 0x8FFFE000" : "HighHalf = 0xFFFF0000";

    private IEnumerable<(int Sample, int Chunk)> Accumulators(Block block) =>
        from sample in Enumerable.Range(0, Tile.Samples)
        from chunk in Enumerable.Range(block.First, block.End - block.First)
        select (sample, chunk);

    private static string SumName(int sample, int chunk) => $"a{sample}_{chunk}";
}
