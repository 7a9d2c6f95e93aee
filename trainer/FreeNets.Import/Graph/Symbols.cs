using FreeNets.Import.Onnx;
using FreeNets.Model;

namespace FreeNets.Import.Graph;

/// <summary>Makes scalars, and makes none where an older one will do.</summary>
/// <param name="room">How many there may be.</param>
internal sealed class Symbols(Room room)
{
    // What a scalar takes beside its terms.
    private const int ScalarRoom = 4;

    private readonly List<Scalar> _all = [];
    private readonly Dictionary<Scalar, SoftmaxGroup?> _softmaxBySum = [];

    /// <summary>How much may be made still.</summary>
    public Room Room => room;

    /// <summary>All scalars, in the order of creation.</summary>
    public IReadOnlyList<Scalar> All => _all;

    /// <summary>Weights that were 0 and left out.</summary>
    public long Zeros { get; private set; }

    public Scalar Input(int input) => Add(new InputScalar(_all.Count, input));

    public Scalar Constant(Node? origin, double value) => Add(new LinearScalar(_all.Count, origin, [], value));

    /// <summary>Σ weight · source + constant.</summary>
    public Scalar Linear(Node origin, ReadOnlySpan<Term> terms, double constant)
    {
        var live = new Term[terms.Length];
        var count = 0;
        foreach (var term in terms)
        {
            if (term.Source is LinearScalar { Terms.Length: 0 } number)
            {
                constant += number.Constant * term.Weight;
            }
            else if (term.Weight != 0)
            {
                live[count++] = term;
            }
            else
            {
                Zeros++;
            }
        }

        if (count == 1 && live[0].Weight == 1 && constant == 0)
        {
            return live[0].Source;
        }

        room.Take(origin, count);
        return Add(new LinearScalar(_all.Count, origin, count == live.Length ? live : live[..count], constant));
    }

    /// <summary>factor · source + offset.</summary>
    public Scalar Scaled(Node origin, Scalar source, double factor, double offset = 0) => Linear(origin, [new(source, factor)], offset);

    public Scalar Sum(Node origin, Scalar a, Scalar b) => Linear(origin, [new(a, 1), new(b, 1)], 0);

    public Scalar Activated(Node origin, Activation activation, Scalar source) => source is LinearScalar { Terms.Length: 0 } number
        ? Constant(origin, ReferenceEvaluator.Activate(activation, number.Constant))
        : activation == Activation.Identity
        ? source
        : Add(new ActivatedScalar(_all.Count, origin, activation, source));

    public Scalar[] Softmax(Node origin, SoftmaxGroup group) =>
        [.. group.Logits.Select((_, place) => Add(new SoftmaxScalar(_all.Count, origin, group, place)))];

    public Scalar Member(Node origin, SoftmaxGroup group, int place) => Add(new SoftmaxScalar(_all.Count, origin, group, place));

    public Scalar Class(Node origin, Scalar[] scores, string[]? labels) => Add(new ClassScalar(_all.Count, origin, scores, labels));

    public Scalar Opaque(Node origin, string function, string reason, params Scalar[] arguments) =>
        Add(new OpaqueScalar(_all.Count, origin, function, arguments, reason));

    /// <summary>The group whose exponentials a sum adds up; the same object each time the same sum is asked about.</summary>
    public SoftmaxGroup? SoftmaxOf(Scalar sum, Func<SoftmaxGroup?> find)
    {
        if (!_softmaxBySum.TryGetValue(sum, out var group))
        {
            _softmaxBySum.Add(sum, group = find());
        }

        return group;
    }

    private Scalar Add(Scalar scalar)
    {
        room.Take(scalar.Origin, scalar is InputScalar ? 0 : ScalarRoom);
        _all.Add(scalar);
        return scalar;
    }
}
