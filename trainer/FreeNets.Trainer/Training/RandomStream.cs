using static TorchSharp.torch;

namespace FreeNets.Trainer.Training;

/// <summary>The uses of randomness in a run: each draws from a generator of its own, so that none shifts another's numbers.</summary>
internal enum RandomStream
{
    InitialWeights,
    OrderOfSamples,
    Graph,
    ValidationSplit,
    Regrowth,
    ShiftOfImages,
}

/// <summary>Independent generators from the one seed of a run.</summary>
internal static class RandomStreams
{
    /// <summary>The generator of one stream. SplitMix64's finaliser keeps neighbouring seeds and streams unrelated.</summary>
    public static Generator Open(RandomStream stream, long seed)
    {
        var z = unchecked(((ulong)seed * 0xD1342543DE82EF95) + (((ulong)stream + 1) * 0x9E3779B97F4A7C15));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return new Generator(z ^ (z >> 31));
    }
}
