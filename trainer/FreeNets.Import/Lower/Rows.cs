using FreeNets.Import.Graph;

namespace FreeNets.Import.Lower;

/// <summary>A weighted sum of scalars, by index, each at most once.</summary>
internal sealed record Row(int[] Sources, double[] Weights, double Constant);

/// <summary>The sums that a network must compute: one a scalar, then one a logit.</summary>
/// <remarks>The row of an activation is what it is an activation of; the row of an input is empty.</remarks>
internal sealed class Rows
{
    private readonly Row?[] _rows;
    private readonly Accumulator _accumulator;
    private readonly bool[] _isLinear;

    public Rows(IReadOnlyList<Scalar> all, int[] uses, IReadOnlyList<Head> heads)
    {
        Scalars = all;
        Logits = [.. heads.SelectMany(static head => head.Logits)];
        _accumulator = new Accumulator(all.Count);
        _rows = new Row?[all.Count + Logits.Length];
        _isLinear = [.. all.Select(static scalar => scalar is LinearScalar)];
        for (var i = 0; i < all.Count; i++)
        {
            _rows[i] = uses[i] == 0 ? null : all[i] switch
            {
                LinearScalar linear => Of(linear),
                ActivatedScalar activated => new Row([activated.Source.Index], [1], 0),
                _ => null,
            };
        }

        for (var o = 0; o < Logits.Length; o++)
        {
            _rows[all.Count + o] = new Row([Logits[o].Index], [1], 0);
        }
    }

    public IReadOnlyList<Scalar> Scalars { get; }

    public Scalar[] Logits { get; }

    /// <summary>Rows of scalars and of logits.</summary>
    public int Count => _rows.Length;

    /// <summary>A row; null where nothing is summed, or nobody reads it any more.</summary>
    public Row? this[int index]
    {
        get => _rows[index];
        set => _rows[index] = value;
    }

    /// <summary>True for a scalar that is a sum, and so may disappear in those that read it.</summary>
    public bool IsLinear(int index) => index < _isLinear.Length && _isLinear[index] && _rows[index] is not null;

    /// <summary>A row with the sums that are in it written out.</summary>
    /// <param name="row">The row.</param>
    /// <param name="replaced">The sums to write out.</param>
    public Row Expand(Row row, Func<int, bool> replaced)
    {
        if (row is { Sources: [var only], Weights: [1] } && replaced(only))
        {
            return _rows[only]! with { Constant = _rows[only]!.Constant + row.Constant };
        }

        var constant = row.Constant;
        for (var i = 0; i < row.Sources.Length; i++)
        {
            var (source, weight) = (row.Sources[i], row.Weights[i]);
            if (!replaced(source))
            {
                _accumulator.Add(source, weight);
                continue;
            }

            var inner = _rows[source]!;
            constant += weight * inner.Constant;
            for (var k = 0; k < inner.Sources.Length; k++)
            {
                _accumulator.Add(inner.Sources[k], weight * inner.Weights[k]);
            }
        }

        var (sources, weights) = _accumulator.Take();
        return new Row(sources, weights, constant);
    }

    private Row Of(LinearScalar linear)
    {
        foreach (var term in linear.Terms)
        {
            _accumulator.Add(term.Source.Index, term.Weight);
        }

        var (sources, weights) = _accumulator.Take();
        return new Row(sources, weights, linear.Constant);
    }
}
