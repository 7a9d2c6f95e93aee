using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>Removes neurons that interval bounds prove to be off (h = 0) on every input of the declared domain. Exact there.</summary>
public static class DropSilentNeurons
{
    /// <summary>The network without them; itself when there are none.</summary>
    public static FreeNet Apply(FreeNet net) => Subnet.Of(net, Array.ConvertAll(NeuronBounds.Of(net).Upper, static bound => bound > 0));
}
