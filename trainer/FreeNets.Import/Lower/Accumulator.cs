namespace FreeNets.Import.Lower;

/// <summary>Adds up weights by source, and gives them back in the order in which the sources first came.</summary>
/// <param name="size">One more than the largest source.</param>
internal sealed class Accumulator(int size)
{
    private readonly double[] _sums = new double[size];
    private readonly int[] _stamps = new int[size];
    private readonly List<int> _sources = [];
    private int _stamp = 1;

    public void Add(int source, double weight)
    {
        if (_stamps[source] != _stamp)
        {
            (_stamps[source], _sums[source]) = (_stamp, 0);
            _sources.Add(source);
        }

        _sums[source] += weight;
    }

    /// <summary>The sums that are not 0; then starts anew.</summary>
    public (int[] Sources, double[] Weights) Take()
    {
        _sources.RemoveAll(source => _sums[source] == 0);
        int[] sources = [.. _sources];
        _sources.Clear();
        _stamp++;
        return (sources, Array.ConvertAll(sources, source => _sums[source]));
    }
}
