using FreeNets.Compiler.Kernels.Linear;
using FreeNets.Compiler.Schedule;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes how one family runs blocks of a batch, with one lane per sample.</summary>
internal static class BlockEmitter
{
    /// <summary>Writes <c>RunBlocks</c> and everything under it.</summary>
    public static void Write(CodeWriter code, Plan plan, PathPlan path)
    {
        code.Line("// Samples of a vector, and floats of their states.");
        code.Line($"private const int Lanes = {path.Shape.Lanes};");
        code.Line();
        code.Line("private const int LaneState = StateLength * Lanes;");
        code.Line();
        switch (path.Block[0])
        {
            case LaneSamples lanes:
                WriteLanes(code, lanes, path.Split!, Later(code, plan, path));
                break;
            case TileKernel tiles:
                WriteTiles(code, plan, path, tiles);
                break;
        }
    }

    private static string[] Later(CodeWriter code, Plan plan, PathPlan path) =>
        [.. path.Block.Skip(1).SelectMany((kernel, i) => kernel.Emit(code, PathEmitter.NameOf(plan.Program.Stages[i + 1])))];

    /// <summary>The first stage turns samples into lanes itself.</summary>
    private static void WriteLanes(CodeWriter code, LaneSamples encoder, BatchSplit split, string[] later)
    {
        encoder.Emit(code, "Encode");
        var (lanes, sums) = (encoder.Shape.Lanes, encoder.HasSums ? "sums" : "z");
        code.Line($"// Up to {LaneSamples.Groups * lanes} samples: z holds a state a lane group, one lane per sample.");
        code.Block(
            $"private static void RunBlock<T>(ref T x, nint samples, ref float panel, {(encoder.HasSums ? "ref float sums, " : "")}ref "
                + "float z)\n    where T : unmanaged",
            () =>
            {
                code.Block("if (samples > Lanes)", () => code.Line($"Encode{LaneSamples.Groups}(ref x, samples, ref panel, ref {sums});"));
                code.Block("else", () => code.Line($"Encode1(ref x, samples, ref panel, ref {sums});"));
                code.Line();
                code.Block("for (; samples > 0; samples -= Lanes)", () =>
                {
                    code.Line($"Start(ref {sums}, ref z);");
                    code.AllLines(later);
                    code.Line("z = ref Compiler::Unsafe.Add(ref z, LaneState);");
                    if (encoder.HasSums)
                    {
                        code.Line($"sums = ref Compiler::Unsafe.Add(ref sums, {encoder.GroupLength});");
                    }
                });
            });
        code.Line();
        WriteLaneBlocks(code, encoder, split);
    }

    private static void WriteLaneBlocks(CodeWriter code, LaneSamples encoder, BatchSplit split)
    {
        var lanes = encoder.Shape.Lanes;
        var (least, beside) = (split.Least, split.LeastBeside);
        code.Line($"// All samples but fewer than {least}, which are faster otherwise. Returns how many it ran.");
        code.Block("internal static nint RunBlocks<T>(ref T x, ref float logits, nint samples)\n    where T : unmanaged", () =>
        {
            code.Block($"if (samples < {least})", () => code.Line("return 0;"));
            code.Line();
            code.Line($"// [{encoder.PanelInputs} inputs, {LaneSamples.Groups * lanes} samples]");
            WriteBuffer(code, "panel", CSharpText.Integer(encoder.PanelInputs * LaneSamples.Groups * lanes));
            if (encoder.HasSums)
            {
                code.Line($"// [{encoder.Stage.PartialSums} partial sums, {LaneSamples.Groups} vectors of samples, "
                    + $"{encoder.Stage.Rows} neurons, {lanes} samples]");
                WriteBuffer(code, "sums", CSharpText.Integer(encoder.AllSums));
            }

            code.Line($"// [{LaneSamples.Groups} vectors of samples, {encoder.State.Length} rows of the state, {lanes} samples]");
            WriteBuffer(code, "z", $"({LaneSamples.Groups} * LaneState)");
            code.Line("nint done = 0;");
            code.Block($"while (samples - done >= {least})", () =>
            {
                code.Line(
                    $"var count = nint.Min(samples - done, samples - done >= {lanes + beside} ? {LaneSamples.Groups} * Lanes : Lanes);");
                code.Line("RunBlock(ref Compiler::Unsafe.Add(ref x, done * Inputs), count, ref panel, "
                    + $"{(encoder.HasSums ? "ref sums, " : "")}ref z);");
                code.Block("for (nint first = 0; first < count; first += Lanes)", () =>
                {
                    code.Line("ref float source = ref Compiler::Unsafe.Add(ref z, (first * StateLength) + (FirstLogit * Lanes));");
                    code.Line("ref float target = ref Compiler::Unsafe.Add(ref logits, (done + first) * Outputs);");
                    code.Line("var samplesOfVector = (int)nint.Min(Lanes, count - first);");
                    code.Line(
                        "global::FreeNets.Runtime.Transposition.Copy(ref source, Outputs, samplesOfVector, Lanes, ref target, Outputs);");
                });
                code.Line();
                code.Line("done += count;");
            });
            code.Line();
            code.Line("return done;");
        });
    }

    private static void WriteBuffer(CodeWriter code, string name, string length)
    {
        code.Line($"System::Span<float> {name}Space = stackalloc float[{length} + global::FreeNets.Runtime.Aligned.Padding];");
        code.Line($"ref float {name} = ref global::FreeNets.Runtime.Aligned.Start({name}Space);");
    }

    /// <summary>The first stage runs tiles of samples whose states lie one after the other; they are turned into lanes behind it.</summary>
    private static void WriteTiles(CodeWriter code, Plan plan, PathPlan path, TileKernel encoder)
    {
        var (samples, lanes) = (encoder.Tile.Samples, path.Shape.Lanes);
        var encode = encoder.Emit(code, "EncodeTile");
        var later = Later(code, plan, path);
        code.Line($"// {samples} samples: the encoder.");
        code.Block("private static void EncodeTile<T>(ref T x, ref float z)\n    where T : unmanaged", () => code.AllLines(encode));
        code.Line();
        code.Line($"// {lanes} samples: states holds one after the other, z the same with one lane per sample.");
        code.Block("internal static void RunBlock<T>(ref T x, ref float states, ref float z)\n    where T : unmanaged", () =>
        {
            code.Loop("sample", 0, lanes, samples, sample => code.Line(
                $"EncodeTile(ref {At("x", sample, "Inputs")}, ref {At("states", sample, "StateLength")});"));
            code.Line();
            code.Line("global::FreeNets.Runtime.Transposition.Copy(ref states, Lanes, StateLength, StateLength, ref z, Lanes);");
            code.AllLines(later);
        });
        code.Line();
        WriteTileBlocks(code, lanes);

        static string At(string reference, string sample, string length) =>
            sample == "0" ? reference : CSharpText.At(reference, $"{sample} * {length}");
    }

    private static void WriteTileBlocks(CodeWriter code, int lanes) => code.Lines($$"""
        // All samples but fewer than {{lanes}}. Returns how many it ran.
        internal static nint RunBlocks<T>(ref T x, ref float logits, nint samples)
            where T : unmanaged
        {
            if (samples < Lanes)
            {
                return 0;
            }

            // [{{lanes}} samples, rows of the state], and the same turned into lanes.
            System::Span<float> states = stackalloc float[LaneState];
            System::Span<float> columns = stackalloc float[LaneState];
            ref var z = ref Interop::MemoryMarshal.GetReference(columns);
            nint done = 0;
            for (; samples - done >= Lanes; done += Lanes)
            {
                RunBlock(ref Compiler::Unsafe.Add(ref x, done * Inputs), ref Interop::MemoryMarshal.GetReference(states), ref z);
                ref float source = ref Compiler::Unsafe.Add(ref z, FirstLogit * Lanes);
                ref float target = ref Compiler::Unsafe.Add(ref logits, done * Outputs);
                global::FreeNets.Runtime.Transposition.Copy(ref source, Outputs, Lanes, Lanes, ref target, Outputs);
            }

            return done;
        }
        """);
}
