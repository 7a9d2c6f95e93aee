using FreeNets.Compiler.Emit;
using FreeNets.Compiler.Optimise;
using FreeNets.Compiler.Schedule;
using FreeNets.Model;

namespace FreeNets.Compiler;

/// <summary>The compiler, door to door: a network in, C# out. Pure functions.</summary>
public static class ModelCompiler
{
    /// <summary>Optimises and schedules <paramref name="net"/>: all that is decided before any code is written.</summary>
    /// <exception cref="ArgumentException">The network is not valid.</exception>
    public static PlannedNet Plan(FreeNet net, CodeChoices choices) => Plan(net, Optimise(net, choices), choices);

    /// <summary>The network as the scheduler takes it.</summary>
    /// <exception cref="ArgumentException">The network is not valid.</exception>
    public static OptimisedNet Optimise(FreeNet net, CodeChoices choices)
    {
        if (net.Validate() is { } fault)
        {
            throw new ArgumentException($"The network cannot be compiled; {fault}", nameof(net));
        }

        return Optimiser.Apply(net, choices.Precision);
    }

    /// <summary>Schedules what the optimiser left of <paramref name="net"/>.</summary>
    public static PlannedNet Plan(FreeNet net, OptimisedNet optimised, CodeChoices choices)
    {
        var rounded = EncoderPrecision.Round(optimised.Net, choices.Precision);
        var source = ReferenceEquals(rounded, optimised.Net) ? net : RoundedChecks.Of(net, rounded);
        return new PlannedNet(source, optimised.Passes, Scheduler.Plan(rounded, choices));
    }

    /// <summary>Writes the partial class that evaluates a planned network, one file an instruction set and two for the rest.</summary>
    public static EquatableArray<GeneratedFile> Emit(PlannedNet planned, CompilerOptions options) =>
        SourceEmitter.Emit(planned.Source, planned.Passes, planned.Plan, options);

    /// <summary>Plans and writes.</summary>
    public static EquatableArray<GeneratedFile> Compile(FreeNet net, CompilerOptions options) => Emit(Plan(net, options.Choices), options);

    /// <summary>Plans and writes, and says what it costs and why.</summary>
    public static Explanation Explain(FreeNet net, CompilerOptions options)
    {
        var planned = Plan(net, options.Choices);
        return new Explanation(planned, PathCost.Of(planned.Plan), KernelChoice.Of(planned.Plan), Emit(planned, options));
    }
}

/// <summary>A network with everything that is decided about its code.</summary>
/// <param name="Source">The network as the model file has it; its check vectors with the logits that the rounded encoder gives.</param>
/// <param name="Passes">What each pass saved.</param>
/// <param name="Plan">How the optimised network runs.</param>
public sealed record PlannedNet(FreeNet Source, EquatableArray<PassResult> Passes, Plan Plan);
