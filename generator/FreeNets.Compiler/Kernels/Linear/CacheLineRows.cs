using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Lower;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>
/// Writes the encoder of one sample, or of a few that share its weights, by vectors of 16 lanes that cross no cache line: the weights come
/// from the second cache.
/// </summary>
/// <remarks>
/// Where in a line the data start is known only when the code runs, so loads start up to 15 lanes before a row. The lanes of a row then
/// stand so many places further on than its neurons, and one vector more is read, which the next row or block begins with. At the end
/// each chunk of the state is cut out of two neighbouring sums; lanes of other rows are never taken. One sample that reads all rows in
/// one block reads that vector once for both: its lanes are multiplied with the inputs of both rows, and 13 % of the time is saved.
/// </remarks>
/// <param name="Stage">The stage.</param>
/// <param name="State">The state.</param>
/// <param name="Layout">Where its weights are.</param>
/// <param name="Samples">Samples that share each load; several read every input.</param>
internal sealed record CacheLineRows(LinearStage Stage, StateLayout State, EncoderLayout Layout, int Samples) : Kernel(VectorShape.Avx512)
{
    private const int Lanes = Machine.Lanes;

    public static Kernel? Plan(KernelRequest request) =>
        request is { Stage: LinearStage { Numerics: Numerics.Float32 } stage, Workload: Workload.OneSample or Workload.FewSamples }
        && request.Shape == VectorShape.Avx512
        && EncoderLayouts.Of(stage) is { Streams: true } layout
            ? new CacheLineRows(stage, request.Program.State, layout, request.Samples)
            : null;

    public override string Name => Skips ? "zero inputs skipped, whole cache lines" : "dense, whole cache lines";

    public override string Because =>
        $"{(Skips ? NonZeroInputs.Because(Stage) : NonZeroInputs.WhyNot(Stage))}; {EncoderLayouts.WhyLoads(Stage)}";

    public override string Summary => $"{(Skips ? NonZeroInputs.Summary(Stage) : "dense")}; {EncoderTile.SumsText(Sums)}";

    public override string Blocking => EncoderTile.OfOne(Shape, Stage.Rows, Sums).InRegisters(Shape);

    public override IReadOnlyList<Layout> Layouts => [Layout];

    public override long StackBytes => Skips ? NonZeroInputs.StackBytes(Stage) : 0;

    public override StageCost Cost
    {
        get
        {
            var inputs = Skips ? NonZeroInputs.Read(Stage) : Stage.Width;
            var chunks = Shape.Chunks(Stage.Rows);
            var blocks = EncoderTile.OfOne(Shape, Stage.Rows, Sums).Blocks(chunks);
            return new StageCost(
                Stage.Name, Lanes, inputs * chunks, inputs * Stage.Rows * sizeof(float), blocks * inputs / Sums * Machine.FmaLatency);
        }
    }

    private static VectorText Vector => new(VectorShape.Avx512);

    private EncoderPart Wide => Layout.PartOf(0);

    private int Chunks => Layout.PartNeurons / Lanes;

    private int RestRows => Stage.Rows - Layout.PartNeurons;

    private int Sums => Stage.PartialSums;

    private bool Skips => ZeroInputs.AreSkipped(Stage) && Samples == 1;

    private bool Joins => !ZeroInputs.AreSkipped(Stage) && Samples == 1;

    private IEnumerable<int> EachSample => Enumerable.Range(0, Samples);

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        var width = EncoderLayouts.StreamChunks(Chunks, Samples * Sums);
        var calls = new List<string>(Skips ? NonZeroInputs.Find : []);
        for (int first = 0, method = 0; first < Chunks; first += width, method++)
        {
            calls.Add($"{name}{method}({Stage.Input()}, {(Skips ? $"{NonZeroInputs.Arguments}, " : "")}ref z);");
            WriteMethod(code, $"{name}{method}", new Block(first, Math.Min(first + width, Chunks), first + width >= Chunks));
        }

        return calls;
    }

    private void WriteMethod(CodeWriter code, string name, Block block)
    {
        var inputs = Skips ? $"ref T x, {NonZeroInputs.Parameters}" : "ref T x";
        var neurons = $"neurons {block.First * Lanes} to {(block.IsLast ? Stage.Rows : block.End * Lanes) - 1}";
        code.Line($"// {Stage.Title}, {neurons}, {(Samples == 1 ? "one sample" : $"{Samples} samples")}. Loads start at whole cache lines, "
            + "some lanes before a row of weights.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {name}<T>({inputs}, ref float z)\n    where T : unmanaged", () =>
        {
            WriteLocals(code, block);
            if (Skips)
            {
                WriteNonZeroInputs(code, block);
            }
            else
            {
                WriteAllInputs(code, block);
            }

            WriteState(code, block);
        });
        code.Line();
    }

    private void WriteLocals(CodeWriter code, Block block)
    {
        code.Line($"ref float w = ref {CSharpText.At(Layout.Table, Wide.At(block.First * Lanes))};");
        code.Line("var shift = global::FreeNets.Runtime.Aligned.Shift(ref w);");
        code.Line("w = ref Compiler::Unsafe.Subtract(ref w, shift);");
        if (ReadsRest(block))
        {
            code.Line($"ref float rest = ref {Layout.Table};");
        }

        code.Line($"var lanes = Simd::Vector512.Create({string.Join(", ", Enumerable.Range(0, Lanes))});");
        code.Line($"{Vector.Type} {string.Join(", ", EachSample.Select(Input))}{(Samples > 1 ? ", weights" : "")};");
        var zeros =
            from sample in EachSample
            from name in (
                from chunk in Enumerable.Range(
                    block.First, block.Vectors(Joins))
                from sum in Enumerable.Range(0, Sums)
                select SumName(sample, chunk, sum))
                .Concat(from sum in Enumerable.Range(0, ReadsRest(block) ? Sums : 0) select Rest(sample, sum))
            select name;
        if (Joins)
        {
            code.Line($"{Vector.Type} joined;");
            code.Line("var isOwn = Simd::Vector512.AsSingle(Simd::Vector512.GreaterThanOrEqual(lanes, Simd::Vector512.Create(shift)));");
            zeros = zeros.Prepend("before");
        }

        foreach (var name in zeros)
        {
            code.Line($"var {name} = {Vector.Type}.Zero;");
        }
    }

    private bool ReadsRest(Block block) => block.IsLast && RestRows > 0;

    private void WriteNonZeroInputs(CodeWriter code, Block block) => code.Block("for (nint i = 0; i < count; i++)", () =>
    {
        code.Line("nint input = Compiler::Unsafe.Add(ref places, i);");
        code.Line($"ref float row = ref Compiler::Unsafe.Add(ref w, input * {Wide.Neurons});");
        WriteRow(code, block, 0, "input", "row", 0, $"Compiler::Unsafe.Add(ref rest, input * {RestRows})");
    });

    private void WriteAllInputs(CodeWriter code, Block block)
    {
        var (inputs, tail) = (Stage.Width, Stage.Width % Sums);
        code.Line($"const int Row = {Wide.Neurons};");
        code.Loop("i", 0, inputs - tail, Sums, i =>
        {
            for (var sum = 0; sum < Sums; sum++)
            {
                WriteRow(code, block, sum, CSharpText.Sum(i, sum), "w", sum, "rest");
            }

            code.Line($"w = ref Compiler::Unsafe.Add(ref w, {CSharpText.Product("Row", Sums)});");
            if (ReadsRest(block))
            {
                code.Line($"rest = ref Compiler::Unsafe.Add(ref rest, {Sums * RestRows});");
            }
        });
        for (var sum = 0; sum < tail; sum++)
        {
            WriteRow(code, block, sum, CSharpText.Integer(inputs - tail + sum), "w", sum, "rest");
        }

        if (Joins)
        {
            code.Line("// The end of the last row.");
            code.Line("before = Simd::Vector512.AndNot(before, isOwn);");
            code.Line(
                $"{SumName(0, 0, tail)} = {Vector.MultiplyAdd("before", Vector.Load("w", tail * Wide.Neurons), SumName(0, 0, tail))};");
        }
    }

    /// <summary>The products of one input of each sample with its row of weights, so many rows behind the references.</summary>
    private void WriteRow(CodeWriter code, Block block, int sum, string index, string wide, int rows, string rest)
    {
        foreach (var sample in EachSample)
        {
            code.Line($"{Input(sample)} = {Vector.Broadcast(Stage.Value(index, sample))};");
        }

        if (Joins)
        {
            code.Line("joined = Simd::Vector512.ConditionalSelect(isOwn, v, before);");
        }

        for (var vector = 0; vector < block.Vectors(Joins); vector++)
        {
            var chunk = block.First + vector;
            Func<int, string> input = Joins && vector == 0 ? static _ => "joined" : Input;
            WriteProducts(code, input, Vector.Load(wide, (rows * Wide.Neurons) + (vector * Lanes)), sample => SumName(sample, chunk, sum));
        }

        if (ReadsRest(block))
        {
            WriteProducts(code, Input, Vector.Load(rest, rows * RestRows), sample => Rest(sample, sum));
        }

        if (Joins)
        {
            code.Line("before = v;");
        }
    }

    private void WriteProducts(CodeWriter code, Func<int, string> input, string weights, Func<int, string> sum)
    {
        if (Samples > 1)
        {
            code.Line($"weights = {weights};");
            weights = "weights";
        }

        foreach (var sample in EachSample)
        {
            code.Line($"{sum(sample)} = {Vector.MultiplyAdd(input(sample), weights, sum(sample))};");
        }
    }

    private void WriteState(CodeWriter code, Block block)
    {
        code.Line();
        if (ReadsRest(block))
        {
            Vector.WriteMask(code, RestRows);
        }

        code.Line("var order = lanes + Simd::Vector512.Create(shift);");
        code.Line($"{Vector.Type} all, start;");
        foreach (var sample in EachSample)
        {
            var end = LinearState.EndOf(Stage, State, Vector, block.IsLast ? Shape.Chunks(Stage.Rows) : block.End);
            for (var chunk = block.First; chunk < end; chunk++)
            {
                code.Line($"start = {LinearState.Start(Stage, Vector, chunk * Lanes)};");
                if (chunk < Chunks)
                {
                    WriteTotal(code, sum => Unshifted(sample, chunk, sum));
                }
                else if (chunk == Chunks && RestRows > 0)
                {
                    WriteTotal(code, sum => Rest(sample, sum));
                    code.Line($"all = {Vector.Masked("all")};");
                }

                var value = chunk < Chunks || (chunk == Chunks && RestRows > 0) ? "all + start" : "start";
                code.Line($"{Vector.Store(value, "z", ((long)sample * State.Length) + Stage.To.First + (chunk * Lanes))};");
            }
        }
    }

    /// <summary>A chunk's neurons: the end of one vector of sums and the start of the next.</summary>
    private string Unshifted(int sample, int chunk, int sum)
    {
        // The last neurons of a row that is read along with the next are in the next one's sum.
        var next = Joins && chunk + 1 == Chunks ? SumName(sample, 0, (sum + 1) % Sums) : SumName(sample, chunk + 1, sum);
        return $"X86::Avx512F.PermuteVar16x32x2({SumName(sample, chunk, sum)}, order, {next})";
    }

    /// <summary>Adds up partial sums, one after the other.</summary>
    private void WriteTotal(CodeWriter code, Func<int, string> ofSum)
    {
        for (var sum = 0; sum < Sums; sum++)
        {
            code.Line(sum == 0 ? $"all = {ofSum(sum)};" : $"all += {ofSum(sum)};");
        }
    }

    private string Input(int sample) => $"v{Suffix(sample)}";

    private string SumName(int sample, int chunk, int sum) => $"a{chunk}{Suffix(sample)}{(Sums == 1 ? "" : $"_{sum}")}";

    private string Rest(int sample, int sum) => $"r{Suffix(sample)}{(Sums == 1 ? "" : $"_{sum}")}";

    private string Suffix(int sample) => Samples == 1 ? "" : $"_{(char)('a' + sample)}";

    /// <summary>Chunks of the wide part, from First up to End; with the last goes what is behind them.</summary>
    private sealed record Block(int First, int End, bool IsLast)
    {
        /// <summary>Vectors of a row: one more than chunks, where none is shared by two rows.</summary>
        public int Vectors(bool joins) => End - First + (joins ? 0 : 1);
    }
}
