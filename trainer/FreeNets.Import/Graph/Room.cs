using FreeNets.Import.Onnx;

namespace FreeNets.Import.Graph;

/// <summary>
/// How much may be made of what a file stores. Sizes cost a file a few bytes to state, and a reader seconds and gigabytes to believe;
/// networks that are worth their file come nowhere near.
/// </summary>
internal sealed class Room
{
    /// <summary>The most inputs of a network.</summary>
    public const int MaxInputs = 1 << 20;

    /// <summary>The inputs that any file may state, however small it is.</summary>
    public const int LeastInputs = 1 << 17;

    private const long Least = 1 << 20;
    private const long PerStored = 16;

    private long _left = Least;

    /// <summary>Room for files in which every weight stands as text.</summary>
    public static Room OfText() => new() { _left = long.MaxValue };

    /// <summary>
    /// The most inputs of a file that stores so many numbers: each input that is read has a weight, but for those that share weights.
    /// </summary>
    public static long InputsFor(long stored) => Math.Min(MaxInputs, LeastInputs + stored);

    /// <summary>Whether so many numbers may be made of so few that are stored.</summary>
    public static bool Allows(long stored, long made) => made <= Least + (PerStored * stored);

    /// <summary>There is room for more with numbers that the file stores.</summary>
    public void Add(long stored) => _left += PerStored * stored;

    /// <summary>Asks for room before anything is made.</summary>
    /// <exception cref="Refusal">There is not so much.</exception>
    public void Check(Node? node, long values)
    {
        if (values > _left)
        {
            var reason = $"makes {values} values here, far more than the numbers that the file stores can be worth";
            throw node?.Refuse(reason) ?? new Refusal(reason);
        }
    }

    /// <summary>Takes room for what is made.</summary>
    /// <exception cref="Refusal">There is not so much.</exception>
    public void Take(Node? node, long values)
    {
        Check(node, values);
        _left -= values;
    }
}
