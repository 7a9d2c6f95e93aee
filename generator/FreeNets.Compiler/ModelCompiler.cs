using FreeNets.Compiler.Emit;
using FreeNets.Compiler.Optimise;
using FreeNets.Compiler.Schedule;
using FreeNets.Model;

namespace FreeNets.Compiler;

/// <summary>The compiler, door to door: a network in, C# out. A pure function.</summary>
public static class ModelCompiler
{
    /// <summary>Generates the partial class that evaluates <paramref name="net"/>, one file an instruction set and two for the rest.</summary>
    public static EquatableArray<GeneratedFile> Compile(FreeNet net, CompilerOptions options)
    {
        var optimised = Optimiser.Apply(net);
        var plan = Scheduler.Plan(optimised.Net);
        return SourceEmitter.Emit(net, optimised.Passes, plan, options);
    }
}
