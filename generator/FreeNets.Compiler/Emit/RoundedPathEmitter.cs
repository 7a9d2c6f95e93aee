using FreeNets.Compiler.Schedule;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes the nested class of one family for an encoder of lower precision; the cascade is that of float32.</summary>
internal static class RoundedPathEmitter
{
    public static void Write(CodeWriter code, Plan plan, PathPlan path)
    {
        var cascade = new CascadeEmitter(code, plan, path);
        var loops = new LoopEmitter(code, plan, path.Shape);
        var int8 = plan.Int8 is { } layout ? new Int8EncoderEmitter(code, plan, layout, path.Shape) : null;
        var half = new HalfEncoderEmitter(code, plan, path.Shape);

        var encode = int8?.Write("Encode", path.Single, plan.SkipZeroInputs) ?? half.Write("Encode", path.Single);
        var columns = plan.Loops is null ? cascade.WriteColumns() : [loops.WriteColumns()];
        code.Line("// One sample: z is its state.");
        code.Block("internal static void Run<T>(ref T x, ref float z)\n    where T : unmanaged", () =>
        {
            WriteEncode(encode, 1, plan.SkipZeroInputs);
            WriteCalls(code, columns, "ref z");
        });
        if (!plan.Choices.Batch)
        {
            return;
        }

        var (samples, lanes) = (path.RoundedBatch!.Samples, path.Shape.Lanes);
        code.Line();
        var encodeTile = int8?.Write("EncodeTile", path.RoundedBatch, skipZeros: false) ?? half.Write("EncodeTile", path.RoundedBatch);
        var rows = plan.Loops is null ? cascade.WriteRows() : [loops.WriteRows()];
        code.Line($"// {samples} samples: the encoder.");
        code.Block("private static void EncodeTile<T>(ref T x, ref float z)\n    where T : unmanaged", () => WriteEncode(encodeTile, samples, false));
        code.Line();
        code.Line($"// {lanes} samples: states holds one after the other, z the same with one lane a sample.");
        code.Block("internal static void RunBlock<T>(ref T x, ref float states, ref float z)\n    where T : unmanaged", () =>
        {
            code.Block($"for (nint sample = 0; sample < {lanes}; sample += {samples})", () => code.Line(
                $"EncodeTile(ref Compiler::Unsafe.Add(ref x, sample * {plan.Net.Inputs}), ref Compiler::Unsafe.Add(ref states, sample * {plan.StateLength}));"));
            code.Line();
            code.Line($"global::FreeNets.Runtime.Transposition.Copy(ref states, {lanes}, {plan.StateLength}, {plan.StateLength}, ref z, {lanes});");
            WriteCalls(code, rows, "ref z");
        });
        code.Line();
        WriteBlocks(code, lanes);

        void WriteEncode(IReadOnlyList<string> names, int count, bool skipZeros)
        {
            if (int8 is not null)
            {
                int8.WriteCalls(names, count, skipZeros);
            }
            else
            {
                WriteCalls(code, names, "ref x, ref z");
            }
        }
    }

    private static void WriteBlocks(CodeWriter code, int lanes) => code.Lines($$"""
        // All samples but fewer than {{lanes}}. Returns how many it ran.
        internal static nint RunBlocks<T>(ref T x, ref float logits, nint samples)
            where T : unmanaged
        {
            if (samples < {{lanes}})
            {
                return 0;
            }

            System::Span<float> states = stackalloc float[{{lanes}} * StateLength];
            System::Span<float> columns = stackalloc float[{{lanes}} * StateLength];
            ref var z = ref Interop::MemoryMarshal.GetReference(columns);
            nint done = 0;
            for (; samples - done >= {{lanes}}; done += {{lanes}})
            {
                RunBlock(ref Compiler::Unsafe.Add(ref x, done * Inputs), ref Interop::MemoryMarshal.GetReference(states), ref z);
                global::FreeNets.Runtime.Transposition.Copy(ref Compiler::Unsafe.Add(ref z, FirstLogit * {{lanes}}), Outputs, {{lanes}}, {{lanes}}, ref Compiler::Unsafe.Add(ref logits, done * Outputs), Outputs);
            }

            return done;
        }
        """);

    private static void WriteCalls(CodeWriter code, IReadOnlyList<string> names, string arguments)
    {
        foreach (var name in names)
        {
            code.Line($"{name}({arguments});");
        }
    }
}
