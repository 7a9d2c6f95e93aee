namespace FreeNets.Fuzz;

/// <summary>The places of a row, each of which a seed and a number make again without those before it.</summary>
internal static class Place
{
    /// <summary>What is random at a place. Neighbours have nothing in common (SplitMix64).</summary>
    public static Random RandomOf(int seed, long index)
    {
        unchecked
        {
            var z = ((ulong)(uint)seed << 32) + (ulong)index + 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return new Random((int)(z ^ (z >> 31)));
        }
    }
}
