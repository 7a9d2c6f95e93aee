namespace FreeNets.Model;

/// <summary>Outputs that belong together, such as an actor's and a critic's, with the activation they share.</summary>
/// <param name="Name">What the group is called, unique in its network.</param>
/// <param name="First">The first output.</param>
/// <param name="Count">The number of outputs, at least 1.</param>
/// <param name="Activation">From logits to outputs; the identity leaves logits.</param>
public sealed record OutputGroup(string Name, int First, int Count, Activation Activation);
