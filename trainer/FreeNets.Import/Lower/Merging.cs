namespace FreeNets.Import.Lower;

/// <summary>Lets sums disappear in the sums that read them, where that adds no edges.</summary>
/// <remarks>
/// A layer of sums goes as a whole or not at all, since the edges that one of them adds to its readers may be the same that another adds;
/// where the whole would add edges, those of its sums go that alone add none.
/// </remarks>
internal sealed class Merging
{
    // Past this many steps a product of two layers is not tried: it has more edges than they.
    private const long MaxSteps = 200_000_000;

    private readonly Rows _rows;
    private readonly List<int>[] _readers;
    private readonly int[] _stamps;
    private int _stamp;

    private Merging(Rows rows)
    {
        _rows = rows;
        _stamps = new int[rows.Scalars.Count];
        _readers = new List<int>[rows.Scalars.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            Enlist(i);
        }
    }

    /// <summary>Merges what can be merged.</summary>
    /// <returns>The sums that are gone.</returns>
    public static List<int> Apply(Rows rows)
    {
        var (merging, gone) = (new Merging(rows), new List<int>());
        for (int i = 0, next; i < rows.Scalars.Count; i = next)
        {
            next = i + 1;
            if (!rows.IsLinear(i))
            {
                continue;
            }

            // The sums of one node stand together, but for scalars that nobody reads.
            var layer = new List<int> { i };
            for (; next < rows.Scalars.Count
                && (rows[next] is null || rows.IsLinear(next))
                && rows.Scalars[next].Origin == rows.Scalars[i].Origin; next++)
            {
                if (rows.IsLinear(next) && !Reads(rows[next]!, layer))
                {
                    layer.Add(next);
                }
                else if (rows.IsLinear(next))
                {
                    break;
                }
            }

            gone.AddRange(merging.Merge(layer));
        }

        return gone;
    }

    private static bool Reads(Row row, List<int> layer) => Array.Exists(row.Sources, source => source >= layer[0]);

    private List<int> Merge(List<int> layer)
    {
        var chosen = AddsNone(layer) ? layer : [.. layer.Where(sum => AddsNone([sum]))];
        if (chosen.Count == 0)
        {
            return chosen;
        }

        var set = chosen.ToHashSet();
        foreach (var reader in chosen.SelectMany(sum => _readers[sum] ?? []).Distinct().ToArray())
        {
            _rows[reader] = _rows.Expand(_rows[reader]!, set.Contains);
            Enlist(reader);
        }

        foreach (var sum in chosen)
        {
            _rows[sum] = null;
        }

        return chosen;
    }

    /// <summary>True where the readers, with these sums written out, have no more edges than they and the sums have now.</summary>
    private bool AddsNone(List<int> sums)
    {
        if (sums.TrueForAll(sum => _rows[sum]!.Sources.Length <= 1 || _readers[sum] is null or { Count: 1 }))
        {
            return true;
        }

        var set = sums.ToHashSet();
        var readers = sums.SelectMany(sum => _readers[sum] ?? []).Distinct().ToArray();
        var (room, steps) = (sums.Sum(sum => (long)_rows[sum]!.Sources.Length), 0L);
        foreach (var reader in readers)
        {
            var row = _rows[reader]!;
            _stamp++;
            foreach (var source in row.Sources)
            {
                if (set.Contains(source))
                {
                    room++;
                }
                else
                {
                    _stamps[source] = _stamp;
                }
            }

            foreach (var source in row.Sources.Where(set.Contains))
            {
                foreach (var inner in _rows[source]!.Sources)
                {
                    room -= _stamps[inner] == _stamp ? 0 : 1;
                    _stamps[inner] = _stamp;
                }

                steps += _rows[source]!.Sources.Length;
            }

            // Readers that come later only add to the room what they themselves read of the sums.
            if (steps > MaxSteps || room < -(long)readers.Length * sums.Count)
            {
                return false;
            }
        }

        return room >= 0;
    }

    /// <summary>Notes whom a row reads.</summary>
    private void Enlist(int row)
    {
        foreach (var source in _rows[row]?.Sources ?? [])
        {
            var readers = _readers[source] ??= [];
            if (_rows.IsLinear(source) && (readers.Count == 0 || readers[^1] != row))
            {
                readers.Add(row);
            }
        }
    }
}
