using FreeNets.Fuzz.Corpus;

namespace FreeNets.Fuzz.Hostile;

/// <summary>What reading a file may take.</summary>
/// <param name="Time">How long it may compute.</param>
/// <param name="Bytes">How many bytes it may ask for.</param>
internal sealed record Limits(TimeSpan Time, long Bytes)
{
    private const long Floor = 1 << 17;

    // An importer unrolls convolutions and makes up to a million values of sizes that a file states: Room.cs.
    private const long ImportFloor = 1 << 28;

    public static Limits Of(Seed file) => file.Extension == ".fnet"
        ? new Limits(TimeSpan.FromSeconds(1), Floor + (10L * file.Bytes.Length))
        : new Limits(TimeSpan.FromSeconds(1), ImportFloor + (200L * (file.Bytes.Length + (file.Beside?.Length ?? 0))));
}
