namespace FreeNets.Trainer.Data;

/// <summary>Random numbers of the data: what is drawn, and what is held out.</summary>
internal static class SeededRandom
{
    /// <summary>One of the streams of a seed, mixed first because <see cref="Random"/> starts neighbouring seeds alike.</summary>
    public static Random Open(long seed, uint stream)
    {
        unchecked
        {
            var mixed = (((ulong)seed << 1) + stream + 1) * 0x9e3779b97f4a7c15;
            mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
            return new Random((int)(mixed >> 33));
        }
    }
}
