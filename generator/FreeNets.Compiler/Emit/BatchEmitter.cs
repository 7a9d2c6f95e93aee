using FreeNets.Compiler.Schedule;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes how one family runs a batch: the encoder as a blocked matrix product with one lane a sample, then the cascade.</summary>
internal sealed class BatchEmitter(CodeWriter code, Plan plan, PathPlan path)
{
    private readonly VectorText _vector = new(path.Shape);
    private readonly int _lanes = path.Shape.Lanes;
    private readonly int _neurons = plan.Net.Neurons;

    // Partial sums live in rows of their own until they are added up; a single sum lives where its z will be.
    private readonly bool _hasSums = plan.EncoderSums > 1;

    private int Groups => path.Batch.Groups;

    /// <summary>Writes <c>RunBlocks</c> and everything under it but the cascade.</summary>
    /// <param name="rows">The names of the cascade's methods.</param>
    public void Write(IReadOnlyList<string> rows)
    {
        for (var groups = 1; groups <= Groups; groups++)
        {
            var widths = plan.Encoder.Parts.SelectMany(part => Widths(part, CostModel.BatchTile(path.Shape, part.Neurons, groups).Neurons)).ToList();
            foreach (var neurons in widths.Select(static block => block.Neurons).Distinct())
            {
                WriteKernel(neurons, groups);
            }

            WriteEncode(groups, widths);
        }

        WriteStart();
        WriteBlock(rows);
        WriteBlocks();
    }

    private static string Kernel(int neurons, int groups) => $"Encode{neurons}x{groups}";

    /// <summary>Blocks of <paramref name="width"/> neurons, then as many of one less as make the part's number of neurons come out even.</summary>
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

    private void WriteKernel(int neurons, int groups)
    {
        var sums =
            from neuron in Enumerable.Range(0, neurons)
            from @group in Enumerable.Range(0, groups)
            select (Name: $"a{neuron}_{@group}", Offset: (neuron * _lanes) + (@group * GroupLength));
        code.Line($"// Encoder: products of count inputs for {neurons} neurons × {groups * _lanes} samples, added to a; a row of w is stride floats.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {Kernel(neurons, groups)}(ref float x, ref float w, ref float a, nint count, nint stride)", () =>
        {
            code.Line($"{_vector.Type} v, {string.Join(", ", Enumerable.Range(0, groups).Select(static g => $"x{g}"))};");
            foreach (var (name, offset) in sums)
            {
                code.Line($"var {name} = {_vector.Load("a", offset)};");
            }

            code.Block("for (; count > 0; count--)", () =>
            {
                for (var group = 0; group < groups; group++)
                {
                    code.Line($"x{group} = {_vector.Load("x", group * _lanes)};");
                }

                for (var neuron = 0; neuron < neurons; neuron++)
                {
                    code.Line($"v = {_vector.Broadcast(neuron == 0 ? "w" : $"Compiler::Unsafe.Add(ref w, {neuron})")};");
                    for (var group = 0; group < groups; group++)
                    {
                        code.Line($"a{neuron}_{group} = {_vector.MultiplyAdd($"x{group}", "v", $"a{neuron}_{group}")};");
                    }
                }

                code.Line($"x = ref Compiler::Unsafe.Add(ref x, {plan.EncoderSums * groups * _lanes});");
                code.Line("w = ref Compiler::Unsafe.Add(ref w, stride);");
            });
            foreach (var (name, offset) in sums)
            {
                code.Line($"{_vector.Store(name, "a", offset)};");
            }
        });
        code.Line();
    }

    /// <summary>Floats from one lane group's sums to the next's.</summary>
    private int GroupLength => _hasSums ? _neurons * _lanes : plan.StateLength * _lanes;

    /// <summary>Floats from one partial sum of all samples to the next.</summary>
    private int SumLength => Groups * GroupLength;

    private void WriteEncode(int groups, List<(EncoderPart Part, int Neurons, int First, int End)> widths)
    {
        var lanes = groups * _lanes;
        code.Line($"// Encoder, up to {lanes} samples: panels of {plan.PanelInputs} inputs, one lane a sample, for all neurons each.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void Encode{groups}<T>(ref T x, nint samples, ref float panel, ref float sums)\n    where T : unmanaged", () =>
        {
            code.Line($"Interop::MemoryMarshal.CreateSpan(ref sums, {(_hasSums ? plan.EncoderSums * SumLength : groups * GroupLength)}).Clear();");
            code.Block($"for (nint first = 0; first < Inputs; first += {plan.PanelInputs})", () =>
            {
                code.Line($"var count = nint.Min({plan.PanelInputs}, Inputs - first);");
                code.Line($"global::FreeNets.Runtime.InputPanel.Fill(ref Compiler::Unsafe.Add(ref x, first), samples, Inputs, count, ref panel, {lanes});");
                if (plan.Normalises)
                {
                    code.Line($"global::FreeNets.Runtime.InputPanel.Normalise(ref panel, count * {lanes}, InputMean, InputScale);");
                }

                if (_hasSums)
                {
                    code.Block($"for (nint sum = 0; sum < {plan.EncoderSums}; sum++)", () => WriteKernels(groups, widths));
                }
                else
                {
                    WriteKernels(groups, widths);
                }
            });
        });
        code.Line();
    }

    private void WriteKernels(int groups, List<(EncoderPart Part, int Neurons, int First, int End)> widths)
    {
        var (x, input, a, count) = _hasSums
            ? ($"ref Compiler::Unsafe.Add(ref panel, sum * {groups * _lanes})", "(first + sum)", $"(sum * {SumLength}) + (row * {_lanes})",
                $"(count - sum + {plan.EncoderSums - 1}) / {plan.EncoderSums}")
            : ("ref panel", "first", $"row * {_lanes}", "count");
        foreach (var (part, neurons, first, end) in widths)
        {
            var w = CSharpText.Sum(part.At(0), $"row + ({input} * {part.Neurons})");
            code.Block($"for (nint row = {first}; row < {end}; row += {neurons})", () => code.Line(
                $"{Kernel(neurons, groups)}({x}, ref Compiler::Unsafe.Add(ref EncoderWeights, {w}), ref Compiler::Unsafe.Add(ref sums, {a}), {count}, {plan.EncoderSums * part.Neurons});"));
        }
    }

    /// <summary>The end of the encoder: all partial sums and the bias, in the order of one sample.</summary>
    private void WriteStart()
    {
        var total = string.Join(" + ", Enumerable.Range(0, plan.EncoderSums)
            .Select(sum => _vector.Load("sums", 0).Replace("ref sums, 0", $"ref Compiler::Unsafe.Add(ref sums, row * {_lanes}), {(long)sum * SumLength}")));
        code.Line("// Adds the bias; logits and padding start from theirs.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block("private static void Start(ref float sums, ref float z)", () =>
        {
            code.Block($"for (nint row = 0; row < {_neurons}; row++)", () =>
                code.Line($"{_vector.Store($"{total} + {_vector.Broadcast("Compiler::Unsafe.Add(ref StateStart, row)")}", $"Compiler::Unsafe.Add(ref z, row * {_lanes})", 0)};"));
            code.Line();
            code.Block($"for (nint row = {_neurons}; row < StateLength; row++)", () =>
                code.Line($"{_vector.Store(_vector.Broadcast("Compiler::Unsafe.Add(ref StateStart, row)"), $"Compiler::Unsafe.Add(ref z, row * {_lanes})", 0)};"));
        });
        code.Line();
    }

    private void WriteBlock(IReadOnlyList<string> rows)
    {
        var sums = _hasSums ? "sums" : "z";
        code.Line($"// Up to {Groups * _lanes} samples: z holds a state a lane group, one lane a sample.");
        code.Block(
            $"private static void RunBlock<T>(ref T x, nint samples, ref float panel, {(_hasSums ? "ref float sums, " : "")}ref float z)\n    where T : unmanaged",
            () =>
            {
                code.Block($"if (samples > {_lanes})", () => code.Line($"Encode{Groups}(ref x, samples, ref panel, ref {sums});"));
                code.Block("else", () => code.Line($"Encode1(ref x, samples, ref panel, ref {sums});"));
                code.Line();
                code.Block($"for (; samples > 0; samples -= {_lanes})", () =>
                {
                    code.Line($"Start(ref {sums}, ref z);");
                    foreach (var name in rows)
                    {
                        code.Line($"{name}(ref z);");
                    }

                    code.Line($"z = ref Compiler::Unsafe.Add(ref z, {plan.StateLength * _lanes});");
                    if (_hasSums)
                    {
                        code.Line($"sums = ref Compiler::Unsafe.Add(ref sums, {GroupLength});");
                    }
                });
            });
        code.Line();
    }

    private void WriteBlocks()
    {
        var (least, beside) = (path.Split!.Least, path.Split.LeastBeside);
        code.Line($"// All samples but fewer than {least}, which are faster otherwise. Returns how many it ran.");
        code.Block("internal static nint RunBlocks<T>(ref T x, ref float logits, nint samples)\n    where T : unmanaged", () =>
        {
            code.Block($"if (samples < {least})", () => code.Line("return 0;"));
            code.Line();
            WriteBuffer("panel", CSharpText.Integer(plan.PanelInputs * Groups * _lanes));
            if (_hasSums)
            {
                WriteBuffer("sums", CSharpText.Integer(plan.EncoderSums * SumLength));
            }

            WriteBuffer("z", $"({Groups} * StateLength * {_lanes})");
            code.Line("nint done = 0;");
            code.Block($"while (samples - done >= {least})", () =>
            {
                code.Line($"var count = nint.Min(samples - done, samples - done >= {_lanes + beside} ? {Groups * _lanes} : {_lanes});");
                code.Line(
                    $"RunBlock(ref Compiler::Unsafe.Add(ref x, done * Inputs), count, ref panel, {(_hasSums ? "ref sums, " : "")}ref z);");
                code.Block($"for (nint first = 0; first < count; first += {_lanes})", () =>
                {
                    code.Line($"ref float source = ref Compiler::Unsafe.Add(ref z, ((first * StateLength) + (FirstLogit * {_lanes})));");
                    code.Line(
                        $"global::FreeNets.Runtime.Transposition.Copy(ref source, Outputs, (int)nint.Min({_lanes}, count - first), {_lanes}, " +
                        "ref Compiler::Unsafe.Add(ref logits, (done + first) * Outputs), Outputs);");
                });
                code.Line();
                code.Line("done += count;");
            });
            code.Line();
            code.Line("return done;");
        });
    }

    private void WriteBuffer(string name, string length)
    {
        code.Line($"System::Span<float> {name}Space = stackalloc float[{length} + global::FreeNets.Runtime.Aligned.Padding];");
        code.Line($"ref float {name} = ref global::FreeNets.Runtime.Aligned.Start({name}Space);");
    }
}
