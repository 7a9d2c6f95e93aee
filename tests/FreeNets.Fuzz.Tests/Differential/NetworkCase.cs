using FreeNets.Model;

namespace FreeNets.Fuzz.Differential;

/// <summary>A network, its code, and inputs.</summary>
/// <param name="Command">What makes it again.</param>
/// <param name="Space">The namespace of its class.</param>
/// <param name="Net">The network.</param>
/// <param name="Reference">What the code computes but for rounding in sums: the network with its encoder's weights as they are
/// held.</param>
/// <param name="Sources">The code.</param>
/// <param name="Inputs">Some samples, one after the other.</param>
internal sealed record NetworkCase(string Command, string Space, FreeNet Net, FreeNet Reference, string[] Sources, float[] Inputs);
