using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>
/// A few samples share each load of float32 weights, a lane a neuron. It writes products alone; who calls it adds the bias.
/// </summary>
/// <param name="Stage">The stage, which reads the inputs.</param>
/// <param name="State">The state.</param>
/// <param name="Layout">Where its weights are.</param>
/// <param name="Shape">The vectors.</param>
/// <param name="Samples">How many samples.</param>
internal sealed record SharedRows(
    LinearStage Stage, StateLayout State, EncoderLayout Layout, VectorShape Shape, int Samples) : Kernel(Shape)
{
    public static Kernel? Plan(KernelRequest request) =>
        request is { Stage: LinearStage { Numerics: Numerics.Float32, From: Source.Inputs } stage, Workload: Workload.FewSamples }
        && EncoderLayouts.Of(stage) is { Streams: false } layout
            ? new SharedRows(stage, request.Program.State, layout, request.Shape, request.Samples)
            : null;

    public override string Name => $"{Samples} samples share each load of a weight";

    public override string Because => EncoderLayouts.WhyLoads(Stage);

    public override IReadOnlyList<Layout> Layouts => [Layout];

    public override StageCost Cost => new(
        Stage.Name,
        Lanes,
        (double)Stage.Width * Shape.Chunks(Stage.Rows),
        sizeof(float) * (double)Stage.Width * Stage.Rows / Samples,
        (double)Tile.Blocks(Shape.Chunks(Layout.PartNeurons)) * Layout.Parts.Count() * Stage.Width / Sums * Machine.FmaLatency / Samples);

    internal override bool LeavesStart => true;

    private int Lanes => Shape.Lanes;

    private int Sums => Stage.PartialSums;

    private VectorText Vector => new(Shape);

    private EncoderTile Tile
    {
        get
        {
            var chunks = Shape.Chunks(Layout.PartNeurons);
            return new(Samples, Machine.Balanced(chunks, Math.Max(1, Math.Min(chunks, Shape.Accumulators / (Samples * Sums)))));
        }
    }

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        // Parts of one size, and the last one where it is smaller.
        var (last, parts) = (Layout.Parts.Last(), Layout.Parts.Count());
        var isEven = last.Neurons == Layout.PartNeurons;
        var kernels = Tiles(Layout.PartNeurons).Concat(Tiles(last.Neurons)).Select(static tile => (tile.Tile, tile.Stride)).Distinct();
        foreach (var (kernel, stride) in kernels)
        {
            WriteKernel(code, kernel, stride);
        }

        code.Line($"// {Stage.Title}, {Samples} samples: products alone.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {name}<T>(ref T x, ref float z)\n    where T : unmanaged", () =>
        {
            if (parts == 1)
            {
                WriteCalls(code, Stage.Rows, "0");
                return;
            }

            var evenParts = isEven ? parts : parts - 1;
            code.Loop("part", 0, evenParts * Layout.PartNeurons, Layout.PartNeurons, part => WriteCalls(code, Layout.PartNeurons, part));
            if (!isEven)
            {
                WriteCalls(code, last.Neurons, CSharpText.Integer(last.First));
            }
        });
        code.Line();
        return [$"{name}(ref x, ref z);"];
    }

    /// <summary>
    /// The register blocks of a part, each with the chunks from the first to the one behind the last, and floats from row to row.
    /// </summary>
    private IEnumerable<(EncoderTile Tile, int First, int End, int Stride)> Tiles(int neurons)
    {
        var (chunks, tile) = (Shape.Chunks(neurons), Tile);
        var (whole, narrow) = (chunks - (chunks % tile.Chunks), chunks % tile.Chunks);
        if (whole > 0)
        {
            yield return (tile, 0, whole, neurons);
        }

        if (narrow > 0)
        {
            yield return (tile with { Chunks = narrow }, whole, chunks, neurons);
        }
    }

    /// <summary>Calls for the neurons of a part, which starts at a neuron that may be known only when the code runs.</summary>
    private void WriteCalls(CodeWriter code, int neurons, string part)
    {
        var weights = CSharpText.At(Layout.Table, CSharpText.Product(part, Stage.Width));
        foreach (var (tile, start, end, stride) in Tiles(neurons))
        {
            code.Loop("first", start * Lanes, end * Lanes, tile.Chunks * Lanes, first => code.Line(
                $"{KernelName(tile, stride)}(ref x, ref {CSharpText.At(weights, first)}, "
                    + $"ref {CSharpText.At(CSharpText.At("z", part), first)});"));
        }
    }

    private string KernelName(EncoderTile tile, int stride) =>
        $"Rest{tile.Samples}x{tile.Chunks}{(Layout.IsCut && stride != Layout.PartNeurons ? "Last" : "")}";

    private void WriteKernel(CodeWriter code, EncoderTile tile, int stride)
    {
        var samples = Enumerable.Range(0, tile.Samples).ToArray();
        var tail = Stage.Width % Sums;
        code.Line($"// {Stage.Title}: products of all inputs for {tile.Samples} samples × {tile.Chunks * Lanes} neurons.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {KernelName(tile, stride)}<T>(ref T x, ref float w, ref float z)\n    where T : unmanaged", () =>
        {
            if (Stage.Width > Sums)
            {
                code.Line($"const int Row = {stride};");
            }

            code.Line($"{Vector.Type} v, {string.Join(", ", samples.Select(static sample => $"x{sample}"))};");
            foreach (var (sample, chunk) in Accumulators(tile))
            {
                for (var sum = 0; sum < Sums; sum++)
                {
                    code.Line($"var {SumName(sample, chunk, sum)} = {Vector.Type}.Zero;");
                }
            }

            code.Loop("i", 0, Stage.Width - tail, Sums, i =>
            {
                for (var sum = 0; sum < Sums; sum++)
                {
                    WriteInput(code, tile, stride, sum, CSharpText.Sum(i, sum));
                }

                if (Stage.Width > Sums)
                {
                    code.Line($"w = ref Compiler::Unsafe.Add(ref w, {CSharpText.Product("Row", Sums)});");
                }
            });
            code.Line();
            for (var sum = 0; sum < tail; sum++)
            {
                WriteInput(code, tile, stride, sum, CSharpText.Integer(Stage.Width - tail + sum));
            }

            foreach (var (sample, chunk) in Accumulators(tile))
            {
                var total = SumName(sample, chunk, 0);
                if (Sums > 1)
                {
                    code.Line($"{total} = {string.Join(" + ", Enumerable.Range(0, Sums).Select(sum => SumName(sample, chunk, sum)))};");
                }

                code.Line($"{Vector.Store(total, "z", ((long)sample * State.Length) + (chunk * Lanes))};");
            }
        });
        code.Line();
    }

    private void WriteInput(CodeWriter code, EncoderTile tile, int stride, int sum, string index)
    {
        for (var sample = 0; sample < tile.Samples; sample++)
        {
            code.Line($"x{sample} = {Vector.Broadcast(Stage.Value(index, sample))};");
        }

        for (var chunk = 0; chunk < tile.Chunks; chunk++)
        {
            code.Line($"v = {Vector.Load("w", (sum * stride) + (chunk * Lanes))};");
            for (var sample = 0; sample < tile.Samples; sample++)
            {
                var name = SumName(sample, chunk, sum);
                code.Line($"{name} = {Vector.MultiplyAdd($"x{sample}", "v", name)};");
            }
        }
    }

    private static IEnumerable<(int Sample, int Chunk)> Accumulators(EncoderTile tile) =>
        from sample in Enumerable.Range(0, tile.Samples)
        from chunk in Enumerable.Range(0, tile.Chunks)
        select (sample, chunk);

    private string SumName(int sample, int chunk, int sum) => Sums == 1 ? $"a{sample}_{chunk}" : $"a{sample}_{chunk}_{sum}";
}
