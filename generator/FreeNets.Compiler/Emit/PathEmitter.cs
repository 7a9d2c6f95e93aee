using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Schedule;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes the nested class of one family: its kernels, and what calls them for one sample, a few and a block.</summary>
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

    public static void Write(CodeWriter code, Plan plan, PathPlan path) =>
        code.Block($"private static class {new VectorText(path.Shape).ClassName}", () =>
        {
            var calls = path.OneSample.Select((kernel, stage) => kernel.Emit(code, NameOf(plan.Program.Stages[stage]))).ToArray();
            code.Line("// One sample: z is its state.");
            code.Block(
                "internal static void Run<T>(ref T x, ref float z)\n    where T : unmanaged",
                () => code.AllLines(calls.SelectMany(static lines => lines)));
            if (path.Block.Count > 0)
            {
                code.Line();
                BlockEmitter.Write(code, plan, path);
            }

            if (path.FewSamples.Count > 0)
            {
                code.Line();
                new RestEmitter(code, plan, path).Write([.. calls.Skip(1).SelectMany(static lines => lines)]);
            }
        });

    /// <summary>What the names of a stage's methods begin with.</summary>
    public static string NameOf(Stage stage) => stage switch
    {
        LinearStage { From: Source.Inputs } => "Encode",
        CascadeStage or ActivateStage or SoftmaxStage => "",
        _ => stage.Identifier,
    };
}
