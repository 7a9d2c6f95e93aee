using FreeNets.Compiler.Kernels.Linear;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Schedule;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Emit;

/// <summary>
/// Writes what stands between a generated class's members and its kernels: the choice of the instruction set, and what becomes of NaN.
/// </summary>
/// <param name="code">Where to.</param>
/// <param name="plan">The plan.</param>
/// <param name="families">The instruction sets that there is code for, in words.</param>
internal sealed class RunEmitter(CodeWriter code, Plan plan, string families)
{
    public void Write()
    {
        WriteRun();
        WriteRunOnce();
        WriteSettle();
        WriteRunBatch();
        WriteRaw();
    }

    private void WriteRun() => code.Lines("""
        private static void Run<T>(ref T x, ref float logits)
            where T : unmanaged
        {
            RunOnce(ref x, ref logits);
            if (global::FreeNets.Runtime.Logits.HasNaN(ref logits, Outputs))
            {
                Settle(ref x, ref logits);
            }
        }

        """);

    private void WriteSettle()
    {
        var unused = plan.UnusedInputs.Count;
        code.Line(unused == 0
            ? "// What has NaN among its logits becomes NaN altogether."
            : "// What has NaN among its logits runs again without the inputs that no weight uses; if it is not theirs, all becomes NaN.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.NoInlining)]");
        code.Block("private static void Settle<T>(ref T x, ref float logits)\n    where T : unmanaged", () =>
        {
            if (unused > 0)
            {
                code.Block("if (typeof(T) == typeof(float))", () =>
                {
                    code.Line("System::Span<float> used = stackalloc float[Inputs];");
                    code.Line("global::FreeNets.Runtime.Logits.CopyUsed(ref Compiler::Unsafe.As<T, float>(ref x), ref UnusedInputs, "
                        + $"{unused}, {(plan.Normalises && !plan.NormalisesEach ? "InputMean" : "0")}, used);");
                    code.Line("RunOnce(ref Interop::MemoryMarshal.GetReference(used), ref logits);");
                    code.Block("if (!global::FreeNets.Runtime.Logits.HasNaN(ref logits, Outputs))", () => code.Line("return;"));
                });
                code.Line();
            }

            code.Line("Interop::MemoryMarshal.CreateSpan(ref logits, Outputs).Fill(float.NaN);");
        });
        code.Line();
    }

    private void WriteRunOnce()
    {
        code.Block("private static void RunOnce<T>(ref T x, ref float logits)\n    where T : unmanaged", () =>
        {
            code.Line("System::Span<float> state = stackalloc float[StateLength];");
            code.Line("ref var z = ref Interop::MemoryMarshal.GetReference(state);");
            WriteChoice(static vector => $"{vector.ClassName}.Run(ref x, ref z);");
            WriteOtherwise();
            code.Line();
            code.Line("state.Slice(FirstLogit, Outputs).CopyTo(Interop::MemoryMarshal.CreateSpan(ref logits, Outputs));");
        });
        code.Line();
    }

    private void WriteRaw()
    {
        var value = "global::FreeNets.Runtime.Element.ToSingle(Compiler::Unsafe.Add(ref x, i))";
        if (plan.NormalisesEach)
        {
            value = $"({value} - Compiler::Unsafe.Add(ref InputMeans, i)) * Compiler::Unsafe.Add(ref InputScales, i)";
            code.Line("// Raw inputs are normalised while they are read: sums of them would lose digits.");
        }
        else if (plan.Normalises)
        {
            value = $"({value} - InputMean) * InputScale";
            code.Lines($"""
                // Raw inputs are normalised while they are read: sums of them would lose digits.
                private const float InputMean = {CSharpText.Float(plan.Net.Domain.Mean.Uniform)};

                private const float InputScale = {CSharpText.Float(plan.Net.Domain.Scale.Uniform)};

                """);
        }

        code.Lines($"""
            [Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveInlining)]
            private static float Raw<T>(ref T x, nint i)
                where T : unmanaged =>
                {value};

            """);
    }

    private void WriteRunBatch()
    {
        if (!plan.RunsBlocks)
        {
            WriteRunOneByOne();
            return;
        }

        code.Line("// Blocks of one lane per sample, and what is left a few at a time or one by one: all give the same bits.");
        code.Block("private static void RunBatch<T>(ref T x, ref float logits, nint samples)\n    where T : unmanaged", () =>
        {
            code.Line("nint done = 0;");
            WriteBlocks();

            code.Line();
            code.Block(
                "if (global::FreeNets.Runtime.Logits.HasNaN(ref logits, done * Outputs))",
                () => code.Line("SettleAll(ref x, ref logits, done);"));
            code.Line();
            code.Block("for (; done < samples; done++)", () =>
                code.Line("Run(ref Compiler::Unsafe.Add(ref x, done * Inputs), ref Compiler::Unsafe.Add(ref logits, done * Outputs));"));
        });
        code.Line();
        code.Lines("""
            private static void SettleAll<T>(ref T x, ref float logits, nint samples)
                where T : unmanaged
            {
                for (nint sample = 0; sample < samples; sample++)
                {
                    ref var first = ref Compiler::Unsafe.Add(ref logits, sample * Outputs);
                    if (global::FreeNets.Runtime.Logits.HasNaN(ref first, Outputs))
                    {
                        Settle(ref Compiler::Unsafe.Add(ref x, sample * Inputs), ref first);
                    }
                }
            }

            """);
    }

    private void WriteRunOneByOne()
    {
        code.Lines("""
            private static void RunBatch<T>(ref T x, ref float logits, nint samples)
                where T : unmanaged
            {
                for (nint sample = 0; sample < samples; sample++)
                {
                    Run(ref Compiler::Unsafe.Add(ref x, sample * Inputs), ref Compiler::Unsafe.Add(ref logits, sample * Outputs));
                }
            }

            """);
    }

    private void WriteBlocks()
    {
        const string Left =
            "(ref Compiler::Unsafe.Add(ref x, done * Inputs), ref Compiler::Unsafe.Add(ref logits, done * Outputs), samples - done)";
        var otherwise = "";
        foreach (var path in plan.VectorPaths)
        {
            var vector = new VectorText(path.Shape);
            code.Block($"{otherwise}if ({vector.IsSupported})", () =>
            {
                code.Line($"done += {vector.ClassName}.RunBlocks{Left};");
                if (path.FewSamples.Count > 0)
                {
                    code.Line($"done += {vector.ClassName}.RunRest{Left};");
                }
            });

            // With lower precision AVX2 takes what AVX-512 leaves.
            otherwise = path.Shape == VectorShape.Avx512 && path.Block[0] is TileKernel ? "" : "else ";
        }
    }

    /// <summary>One branch a family with vectors, widest first. Conditions are constants to the JIT, which keeps one branch only.</summary>
    private void WriteChoice(Func<VectorText, string> call)
    {
        var otherwise = "";
        foreach (var vector in plan.VectorPaths.Select(static path => new VectorText(path.Shape)))
        {
            code.Block($"{otherwise}if ({vector.IsSupported})", () => code.Line(call(vector)));
            otherwise = "else ";
        }
    }

    /// <summary>The branch behind those of <see cref="WriteChoice"/>.</summary>
    private void WriteOtherwise()
    {
        var line = plan.RunsEverywhere
            ? $"{new VectorText(VectorShape.Scalar).ClassName}.Run(ref x, ref z);"
            : $"global::FreeNets.Runtime.Arguments.ThrowNotSupported(Name, \"{families}\");";
        if (!plan.VectorPaths.Any())
        {
            code.Line(line);
        }
        else
        {
            code.Block("else", () => code.Line(line));
        }
    }
}
