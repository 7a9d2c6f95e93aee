using FreeNets.Compiler.Schedule;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes the nested class of one instruction-set family.</summary>
internal static class PathEmitter
{
    /// <summary>Writes what stands between the namespace and the class.</summary>
    public static void WriteUsings(CodeWriter code, PathPlan path)
    {
        if (new VectorText(path.Shape).Usings is { Length: > 0 } usings)
        {
            code.Lines(usings);
            code.Line();
        }
    }

    public static void Write(CodeWriter code, Plan plan, PathPlan path)
    {
        var vector = new VectorText(path.Shape);
        code.Block($"private static class {vector.ClassName}", () =>
        {
            if (plan.Choices.Precision != Precision.Float32)
            {
                RoundedPathEmitter.Write(code, plan, path);
                return;
            }

            var encoder = new EncoderEmitter(code, plan, path.SingleShape);
            var cascade = new CascadeEmitter(code, plan, path);
            var encode = plan.Encoder.Streams && path.Shape == VectorShape.Avx512 ? new StreamEncoderEmitter(code, plan).Write("Encode")
                : plan.SkipZeroInputs ? encoder.WriteZeroSkipping("Encode", path.Single)
                : encoder.WriteDense("Encode", path.Single);
            var loops = new LoopEmitter(code, plan, path.Shape);
            var columns = plan.Loops is null ? cascade.WriteColumns() : [loops.WriteColumns()];
            WriteRun(code, plan, encode, columns);
            if (plan.Choices.Batch)
            {
                code.Line();
                var rows = plan.Loops is null ? cascade.WriteRows() : [loops.WriteRows()];
                new BatchEmitter(code, plan, path).Write(rows);
                if (path.Split!.Rest.Count > 0)
                {
                    code.Line();
                    new RestEmitter(code, plan, path).Write(columns);
                }
            }
        });
    }

    /// <summary>Writes what finds the non-zero inputs, where the plan skips the others.</summary>
    public static void WriteFind(CodeWriter code, Plan plan)
    {
        if (plan.SkipZeroInputs)
        {
            code.Lines("""
                System::Span<ushort> listed = stackalloc ushort[Inputs + global::FreeNets.Runtime.NonZero.Padding];
                ref var places = ref Interop::MemoryMarshal.GetReference(listed);
                nint count = global::FreeNets.Runtime.NonZero.Find(ref x, Inputs, ref places);
                """);
        }
    }

    private static void WriteRun(CodeWriter code, Plan plan, IReadOnlyList<string> encode, IReadOnlyList<string> columns)
    {
        code.Line("// One sample: z is its state.");
        code.Block("internal static void Run<T>(ref T x, ref float z)\n    where T : unmanaged", () =>
        {
            WriteFind(code, plan);
            foreach (var name in encode)
            {
                code.Line(plan.SkipZeroInputs ? $"{name}(ref x, ref places, count, ref z);" : $"{name}(ref x, ref z);");
            }

            foreach (var name in columns)
            {
                code.Line($"{name}(ref z);");
            }
        });
    }
}
