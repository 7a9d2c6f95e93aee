using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>
/// float32 weights, a block of samples, a lane per sample: a blocked matrix product over panels of inputs that were turned into lanes. Each
/// weight is loaded once for all lane groups, each vector of inputs once for all neurons, and no lane is idle whatever the number of
/// neurons.
/// </summary>
/// <param name="Stage">The stage, which reads the inputs.</param>
/// <param name="State">The state.</param>
/// <param name="Layout">Where its weights are.</param>
/// <param name="Shape">The vectors.</param>
internal record LaneSamples(LinearStage Stage, StateLayout State, EncoderLayout Layout, VectorShape Shape) : Kernel(Shape)
{
    /// <summary>Vectors of samples that share each load of a weight; a batch with fewer left runs on one.</summary>
    public const int Groups = 2;

    /// <summary>
    /// Inputs of a block of samples that are turned into lanes at a time. They stay in L1, beside the weights of the neurons that read
    /// them; shorter panels load and store sums more often. 784 inputs as 2, 3, 4 and 6 panels take 1,053, 1,038, 1,035 and 1,014 ns a
    /// sample of 100 neurons on Sapphire Rapids, as 2 and 4 panels 98.9 and 97.9 % of the peak on Zen 4.
    /// </summary>
    private const int MostPanelInputs = 132;

    // As Aligned.Padding of the runtime, for panel, sums and states.
    private const int Alignment = 3 * 15;

    public static Kernel? Plan(KernelRequest request) =>
        request is { Stage: LinearStage { Numerics: Numerics.Float32, From: Source.Inputs } stage, Workload: Workload.Block }
        && request.Shape != VectorShape.Scalar
            ? new LaneSamples(stage, request.Program.State, EncoderLayouts.Of(stage), request.Shape)
            : null;

    /// <summary>Inputs of a panel: panels of equal length, each a whole number of rounds over the partial sums.</summary>
    public static int PanelInputsOf(LinearStage stage) =>
        (Machine.Balanced(stage.Width, Math.Min(stage.Width, MostPanelInputs)) + stage.PartialSums - 1) / stage.PartialSums * stage.PartialSums;

    /// <summary>Cycles a sample of a full block of the widest family, at the peak of its FMA units.</summary>
    public static double CyclesOf(LinearStage stage) => (double)stage.Width * stage.Rows / (Machine.Lanes * Machine.FmasPerCycle);

    public override string Name => $"tiles of {Groups} × {Lanes} samples and {Neurons} neurons, one lane per sample";

    public override string Because => FormattableString.Invariant(
        $"{(double)(Groups + Neurons) / (Groups * Neurons):0.00} loads a multiply-add with {Groups * Neurons} of {Shape.Accumulators} ")
        + "accumulators, and no idle lane at any number of neurons";

    public override string Blocking => $"one lane per sample, encoder in tiles of {Groups} × {Lanes} samples and {Neurons} neurons";

    public override IReadOnlyList<Layout> Layouts => [Layout];

    public override StageCost Cost
    {
        get
        {
            var (products, samples) = ((double)Stage.Width * Stage.Rows, (double)Groups * Lanes);
            var blocks = (Stage.Rows + Neurons - 1) / Neurons;
            return new StageCost(
                Stage.Name,
                Lanes,
                products / Lanes,
                sizeof(float) * ((products / samples) + ((double)Stage.Width * blocks)),
                (double)Stage.Width * blocks * Machine.FmaLatency / samples);
        }
    }

    /// <summary>Neurons of the register block for all lane groups; the last blocks may hold one less.</summary>
    public int Neurons => NeuronsOf(Layout.PartNeurons, Groups);

    /// <summary>Inputs of a panel.</summary>
    public int PanelInputs => PanelInputsOf(Stage);

    /// <summary>Partial sums live in rows of their own until they are added up; a single sum lives where its z will be.</summary>
    public bool HasSums => Sums > 1;

    /// <summary>Floats of all partial sums.</summary>
    public int AllSums => Sums * SumLength;

    /// <summary>Floats from one lane group's sums to the next's.</summary>
    public int GroupLength => HasSums ? Stage.Rows * Lanes : State.Length * Lanes;

    /// <summary>Buffers for a panel and partial sums; the states are the caller's.</summary>
    public override long StackBytes =>
        sizeof(float) * (Alignment + ((long)Groups * Lanes * (PanelInputs + (HasSums ? Sums * Stage.Rows : 0))));

    protected int Lanes => Shape.Lanes;

    protected int Sums => Stage.PartialSums;

    protected VectorText Vector => new(Shape);

    /// <summary>Floats from one partial sum of all samples to the next.</summary>
    protected int SumLength => Groups * GroupLength;

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        for (var groups = 1; groups <= Groups; groups++)
        {
            WriteProducts(code, name, groups);
            WriteEncode(code, name, groups);
        }

        WriteStart(code);
        return [];
    }

    /// <summary>Writes the methods that add the products of a panel.</summary>
    protected virtual void WriteProducts(CodeWriter code, string name, int groups)
    {
        foreach (var neurons in Widths(groups).Select(static block => block.Neurons).Distinct())
        {
            WriteKernel(code, $"{name}{neurons}x{groups}", neurons, groups);
        }
    }

    /// <summary>
    /// Writes the calls of these methods for a panel, whose first input is given, and for one partial sum where there are several.
    /// </summary>
    protected virtual void WriteCalls(CodeWriter code, string name, int groups, string input)
    {
        var x = "panel";
        if (HasSums)
        {
            code.Line($"ref float values = ref Compiler::Unsafe.Add(ref panel, sum * {groups * Lanes});");
            code.Line($"ref float partial = ref Compiler::Unsafe.Add(ref sums, sum * {SumLength});");
            code.Line($"var rounds = (count - sum + {Sums - 1}) / {Sums};");
            (x, input) = ("values", input == "0" ? "sum" : "(first + sum)");
        }

        if (Layout.IsCut)
        {
            WriteCutCalls(code, name, groups, x, input);
            return;
        }

        foreach (var (part, neurons, first, end) in Widths(groups))
        {
            code.Loop("row", first, end, neurons, row =>
            {
                var (w, sums) = (CSharpText.Sum(part.At(0), row), CSharpText.Product(row, Lanes));
                var line = input == "0" ? w : w == "0" ? $"{input} * {part.Neurons}" : $"{w} + ({input} * {part.Neurons})";
                code.Line(
                    $"{name}{neurons}x{groups}(ref {x}, ref {CSharpText.At(Layout.Table, line)}, "
                    + $"ref {CSharpText.At(HasSums ? "partial" : "sums", sums)}, {(HasSums ? "rounds" : "count")}, "
                    + $"{Sums * part.Neurons});");
            });
        }
    }

    private IEnumerable<(EncoderPart Part, int Neurons, int First, int End)> Widths(int groups) =>
        Layout.Parts.SelectMany(part => Widths(part, NeuronsOf(part.Neurons, groups)));

    /// <summary>On Zen 4 a block of any shape with 20 sums or more runs at 98 % of the FMA peak.</summary>
    private int NeuronsOf(int neurons, int groups) => Machine.Balanced(neurons, Math.Min(neurons, Shape.Accumulators / groups));

    /// <summary>
    /// Blocks of <paramref name="width"/> neurons, then as many of one less as make the part's number of neurons come out even.
    /// </summary>
    private static IEnumerable<(EncoderPart Part, int Neurons, int First, int End)> Widths(EncoderPart part, int width)
    {
        var (blocks, end) = ((part.Neurons + width - 1) / width, part.First + part.Neurons);
        var narrow = (blocks * width) - part.Neurons;
        var border = end - (narrow * (width - 1));
        if (blocks > narrow)
        {
            yield return (part, width, part.First, border);
        }

        if (narrow > 0)
        {
            yield return (part, width - 1, border, end);
        }
    }

    private void WriteKernel(CodeWriter code, string name, int neurons, int groups)
    {
        code.Line($"// {Stage.Title}: products of count inputs for {neurons} neurons × {groups * Lanes} samples, added to a; "
            + "a row of w is stride floats.");
        LaneTile.Write(code, name, Vector, (neurons, groups), GroupLength, Sums * groups * Lanes);
    }

    private void WriteEncode(CodeWriter code, string name, int groups)
    {
        var lanes = groups * Lanes;
        code.Line($"// {Stage.Title}, up to {lanes} samples: panels of {PanelInputs} inputs, one lane per sample, for all neurons each.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block(
            $"private static void {name}{groups}<T>(ref T x, nint samples, ref float panel, ref float sums)\n    where T : unmanaged", () =>
        {
            code.Line($"Interop::MemoryMarshal.CreateSpan(ref sums, {(HasSums ? AllSums : groups * GroupLength)}).Clear();");
            code.Loop("first", 0, Stage.Width, PanelInputs, first =>
            {
                code.Line(first == "first" ? $"var count = nint.Min({PanelInputs}, Inputs - first);" : "nint count = Inputs;");
                code.Line($"global::FreeNets.Runtime.InputPanel.Fill(ref {CSharpText.At("x", first)}, samples, Inputs, count, ref panel, "
                    + $"{lanes});");
                if (Stage.From is Source.Inputs { Normalises: true } inputs)
                {
                    code.Line(inputs.NormalisesEach
                        ? $"global::FreeNets.Runtime.InputPanel.NormaliseEach(ref panel, count, {lanes}, "
                            + $"ref {CSharpText.At("InputMeans", first)}, ref {CSharpText.At("InputScales", first)});"
                        : $"global::FreeNets.Runtime.InputPanel.Normalise(ref panel, count * {lanes}, InputMean, InputScale);");
                }

                if (HasSums)
                {
                    code.Block($"for (nint sum = 0; sum < {Sums}; sum++)", () => WriteCalls(code, name, groups, first));
                }
                else
                {
                    WriteCalls(code, name, groups, first);
                }
            });
        });
        code.Line();
    }

    /// <summary>The same over parts of the weights: all but the last are of one size.</summary>
    private void WriteCutCalls(CodeWriter code, string name, int groups, string x, string input)
    {
        var whole = Stage.Rows / Layout.PartNeurons * Layout.PartNeurons;
        code.Loop("part", 0, whole, Layout.PartNeurons, start => WritePart(Layout.PartOf(0), start));
        if (whole < Stage.Rows)
        {
            WritePart(Layout.PartOf(whole), CSharpText.Integer(whole));
        }

        void WritePart(EncoderPart part, string start)
        {
            var weights = CSharpText.At(Layout.Table, CSharpText.Product(start, Stage.Width));
            code.Block(() =>
            {
                code.Line($"ref float w = ref {CSharpText.At(weights, input == "0" ? input : $"{input} * {part.Neurons}")};");
                code.Line($"ref float z = ref {CSharpText.At(HasSums ? "partial" : "sums", CSharpText.Product(start, Lanes))};");
                foreach (var (_, neurons, first, end) in Widths(part with { First = 0 }, NeuronsOf(part.Neurons, groups)))
                {
                    code.Loop("row", first, end, neurons, row => code.Line(
                        $"{name}{neurons}x{groups}(ref {x}, ref {CSharpText.At("w", row)}, "
                            + $"ref {CSharpText.At("z", CSharpText.Product(row, Lanes))}, "
                        + $"{(HasSums ? "rounds" : "count")}, {Sums * part.Neurons});"));
                }
            });
        }
    }

    /// <summary>The end of the encoder: all partial sums and the bias, in the order of one sample.</summary>
    private void WriteStart(CodeWriter code)
    {
        code.Line("// Adds the bias; logits and padding start from theirs.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block("private static void Start(ref float sums, ref float z)", () =>
        {
            code.Line($"{Vector.Type} sum;");
            code.Loop("row", 0, Stage.Rows, 1, row =>
            {
                for (var partial = 0; partial < Sums; partial++)
                {
                    var value = Vector.Load(CSharpText.At("sums", CSharpText.Product(row, Lanes)), (long)partial * SumLength);
                    code.Line(partial == 0 ? $"sum = {value};" : $"sum += {value};");
                }

                code.Line($"sum += {Bias(row)};");
                code.Line($"{Vector.Store("sum", Row(row), 0)};");
            });
            code.Line();
            code.Loop("row", Stage.Rows, State.Length, 1, row =>
            {
                code.Line($"sum = {Bias(row)};");
                code.Line($"{Vector.Store("sum", Row(row), 0)};");
            });
        });
        code.Line();

        string Bias(string row) => Vector.Broadcast(CSharpText.At("StateStart", row));

        string Row(string row) => CSharpText.At("z", CSharpText.Product(row, Lanes));
    }
}
