namespace FreeNets.Import.Graph;

/// <summary>Collects the elements of a tensor that are weighted sums of another's: numbers of numbers, scalars of scalars.</summary>
/// <param name="call">For whom.</param>
/// <param name="source">Whose elements are summed.</param>
/// <param name="count">How many sums there will be.</param>
internal sealed class Sums(Call call, Tensor source, int count)
{
    private readonly double[]? _numbers = source.Scalars is null ? new double[count] : null;
    private readonly Scalar[]? _scalars = source.Scalars is null ? null : new Scalar[count];
    private Term[] _terms = [];
    private int _length;
    private int _next;
    private double _number;

    /// <summary>One more term of the sum in hand.</summary>
    public void Add(int place, double weight)
    {
        if (source.Scalars is not { } scalars)
        {
            _number += weight * source.Numbers![place];
            return;
        }

        if (_length == _terms.Length)
        {
            Array.Resize(ref _terms, Math.Max(16, 2 * _length));
        }

        _terms[_length++] = new Term(scalars[place], weight);
    }

    /// <summary>A term for each of a run of elements and a run of weights.</summary>
    public void AddAll(int place, int step, double[] weights, int weight, int weightStep, int count, double factor)
    {
        if (source.Scalars is null)
        {
            var (numbers, sum) = (source.Numbers!, 0.0);
            for (var i = 0; i < count; i++, place += step, weight += weightStep)
            {
                sum += weights[weight] * numbers[place];
            }

            _number += factor * sum;
            return;
        }

        for (var i = 0; i < count; i++, place += step, weight += weightStep)
        {
            Add(place, factor * weights[weight]);
        }
    }

    /// <summary>Ends the sum in hand.</summary>
    public void End(double constant = 0)
    {
        if (_numbers is not null)
        {
            _numbers[_next++] = _number + constant;
        }
        else
        {
            _scalars![_next++] = call.Symbols.Linear(call.Node, _terms.AsSpan(0, _length), constant);
        }

        (_number, _length) = (0, 0);
    }

    /// <summary>All sums, in the order in which they were ended.</summary>
    public Tensor ToTensor(int[] shape, int batchAxis) => _numbers is not null
        ? Tensor.OfNumbers(source.Type, shape, _numbers, batchAxis)
        : Tensor.OfScalars(source.Type, shape, _scalars!, batchAxis);
}
