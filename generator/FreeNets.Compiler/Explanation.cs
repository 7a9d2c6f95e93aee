using FreeNets.Compiler.Schedule;
using FreeNets.Model;

namespace FreeNets.Compiler;

/// <summary>Everything that the compiler knows about the code it makes of a network: the same records that the code is made from.</summary>
/// <param name="Planned">The network as it came, what each pass saved, and how the rest will run.</param>
/// <param name="Paths">What each family executes.</param>
/// <param name="Choices">Why it runs that way.</param>
/// <param name="Files">The generated code.</param>
public sealed record Explanation(
    PlannedNet Planned,
    EquatableArray<PathCost> Paths,
    EquatableArray<KernelChoice> Choices,
    EquatableArray<GeneratedFile> Files);
