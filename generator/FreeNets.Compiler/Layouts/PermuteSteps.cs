using FreeNets.Compiler.Machines;

namespace FreeNets.Compiler.Layouts;

/// <summary>Steps of 16 lanes: in each, every lane picks one of 32 values and multiplies it with a weight of its own.</summary>
/// <remarks>
/// A pick is 5 bits, the lowest of a lane, which is all that a permute looks at: a vector of 32-bit lanes holds the picks of six steps, and
/// the next step shifts its own into place.
/// </remarks>
internal sealed class PermuteSteps
{
    /// <summary>Steps whose picks share a vector.</summary>
    public const int PerVector = 6;

    /// <summary>Bits of a pick.</summary>
    public const int Bits = 5;

    /// <summary>Bytes of a step: its weights, and its share of a vector of picks.</summary>
    public const double StepBytes = Machine.Lanes * (sizeof(float) + ((double)sizeof(int) / PerVector));

    private readonly List<float> _weights = [];
    private readonly List<int> _picks = [];
    private int _inVector = PerVector;

    /// <summary>[steps, 16].</summary>
    public float[] Weights => [.. _weights];

    /// <summary>[vectors, 16], <see cref="Bits"/> bits a step.</summary>
    public int[] Picks => [.. _picks];

    /// <summary>Vectors of picks that so many steps take.</summary>
    public static int VectorsOf(int steps) => (steps + PerVector - 1) / PerVector;

    /// <summary>Lets the next step's picks begin a vector.</summary>
    public void BeginVector() => _inVector = PerVector;

    /// <summary>
    /// Adds a step: lane i takes the weight at <paramref name="index"/> of its list. A lane whose list is shorter takes 0 times a value
    /// that it, or else another lane, reads anyway: what nobody reads may be NaN.
    /// </summary>
    /// <param name="lanes">For each of up to 16 lanes its values, 0 to 31, and their weights.</param>
    /// <param name="index">The place in the lists.</param>
    /// <param name="idle">A value that some lane reads.</param>
    public void Add(IReadOnlyList<(int Value, float Weight)>[] lanes, int index, int idle)
    {
        if (_inVector == PerVector)
        {
            _picks.AddRange(new int[Machine.Lanes]);
            _inVector = 0;
        }

        for (var lane = 0; lane < Machine.Lanes; lane++)
        {
            var list = lane < lanes.Length ? lanes[lane] : [];
            var (value, weight) = index < list.Count ? list[index] : (list.Count > 0 ? list[0].Value : idle, 0);
            _picks[_picks.Count - Machine.Lanes + lane] |= value << (Bits * _inVector);
            _weights.Add(weight);
        }

        _inVector++;
    }
}
