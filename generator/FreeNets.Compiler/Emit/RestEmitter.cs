using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Kernels;
using FreeNets.Compiler.Schedule;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Emit;

/// <summary>
/// Writes how one family runs what blocks leave of a batch: a few samples share each load of the first stage's weights; then the other
/// stages run one by one.
/// </summary>
internal sealed class RestEmitter(CodeWriter code, Plan plan, PathPlan path)
{
    /// <summary>The most samples that share.</summary>
    private readonly int _most = path.Split!.MostShared;

    /// <summary>Writes <c>RunRest</c> and everything under it but the other stages.</summary>
    /// <param name="later">The statements that run the other stages of one sample.</param>
    public void Write(IReadOnlyList<string> later)
    {
        for (var samples = 2; samples <= _most; samples++)
        {
            WriteEncode(path.FewSamples[samples - 2], samples);
        }

        WriteFinish(later);
        WriteRest();
    }

    private void WriteEncode(Kernel kernel, int samples)
    {
        if (kernel.LeavesStart)
        {
            kernel.Emit(code, $"EncodeRest{samples}");
            return;
        }

        var calls = kernel.Emit(code, $"Rest{samples}_");
        code.Line($"// Encoder, {samples} samples.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block(
            $"private static void EncodeRest{samples}<T>(ref T x, ref float z)\n    where T : unmanaged", () => code.AllLines(calls));
        code.Line();
    }

    private void WriteFinish(IReadOnlyList<string> later)
    {
        var leavesStart = path.FewSamples.Any(static kernel => kernel.LeavesStart);
        code.Line(leavesStart
            ? "// One of these samples: the bias, then the cascade. Lanes behind the neurons hold products with the next row, "
                + "which must go."
            : "// One of these samples: the cascade.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block("private static void FinishRest(ref float z, ref float logits)", () =>
        {
            if (leavesStart)
            {
                WriteStart();
            }

            code.AllLines(later);
            code.Line("var last = Interop::MemoryMarshal.CreateSpan(ref Compiler::Unsafe.Add(ref z, FirstLogit), Outputs);");
            code.Line("last.CopyTo(Interop::MemoryMarshal.CreateSpan(ref logits, Outputs));");
        });
        code.Line();
    }

    private void WriteStart()
    {
        var neurons = ((LinearStage)plan.Program.Stages[0]).Rows;
        code.Loop("neuron", 0, neurons, 1, neuron => code.Line($"{CSharpText.At("z", neuron)} += {CSharpText.At("StateStart", neuron)};"));
        code.Line();
        code.Line($"Interop::MemoryMarshal.CreateSpan(ref Compiler::Unsafe.Add(ref StateStart, {neurons}), StateLength - {neurons})");
        code.Line($"    .CopyTo(Interop::MemoryMarshal.CreateSpan(ref Compiler::Unsafe.Add(ref z, {neurons}), StateLength - {neurons}));");
    }

    private void WriteRest()
    {
        code.Line("// What blocks leave, but not one single sample. Returns how many it ran.");
        code.Block("internal static nint RunRest<T>(ref T x, ref float logits, nint samples)\n    where T : unmanaged", () =>
        {
            code.Line($"System::Span<float> states = stackalloc float[{_most} * StateLength];");
            code.Line("ref float z = ref Interop::MemoryMarshal.GetReference(states);");
            code.Line("nint done = 0;");
            code.Block("while (samples - done >= 2)", () =>
            {
                code.Line($"// {_most} at a time, but {_most + 1} as {_most - 1} and 2.");
                code.Line($"var count = samples - done == {_most + 1} ? {_most - 1} : nint.Min(samples - done, {_most});");
                code.Line("ref T first = ref Compiler::Unsafe.Add(ref x, done * Inputs);");
                code.Block("switch (count)", () =>
                {
                    for (var samples = 2; samples <= _most; samples++)
                    {
                        code.Line($"case {samples}: EncodeRest{samples}(ref first, ref z); break;");
                    }
                });
                code.Line();
                code.Block("for (nint sample = 0; sample < count; sample++, done++)", () =>
                    code.Line("FinishRest(ref Compiler::Unsafe.Add(ref z, sample * StateLength), ref Compiler::Unsafe.Add(ref logits, "
                        + "done * Outputs));"));
            });
            code.Line();
            code.Line("return done;");
        });
    }
}
