using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Model;

namespace FreeNets.Compiler.Kernels.Cascade;

/// <summary>
/// Cuts a cascade with one lane per sample into groups of rows that fit the registers, and groups into methods that the JIT optimises.
/// </summary>
internal sealed class RowCuts
{
    /// <summary>Statements that begin and end a row: load, activate, store.</summary>
    private const int Ends = 3;

    private readonly List<RowValue>[] _sources;
    private readonly int[][] _offsets;
    private readonly int _rows;

    private RowCuts(RowLayout layout)
    {
        _sources = SourceWeights.Of(layout.Stage);
        _offsets = layout.Offsets(_sources);
        _rows = layout.Rows;
    }

    /// <summary>The methods for vectors of a shape.</summary>
    public static EquatableArray<RowMethod> Of(RowLayout layout, VectorShape shape) => new RowCuts(layout).Cut(shape);

    /// <summary>
    /// Groups of as many rows as the family keeps in registers, sources ascending, cut into methods that the JIT optimises.
    /// </summary>
    private EquatableArray<RowMethod> Cut(VectorShape shape)
    {
        var perGroup = RowLayout.PerGroup(shape, _rows);
        var groups = SourceWeights.ByGroup(_sources, _rows, perGroup)
            .SelectMany(
                (ranges, group) => Parts(
                    group * perGroup, Math.Min(perGroup, _rows - (group * perGroup)),
                    ranges.ConvertAll(range => Step(range, group * perGroup))))
            .ToList();
        return Cut(groups).ToArray();
    }

    /// <summary>Cuts rows with very many sources; the last part includes the sources inside the group.</summary>
    private static IEnumerable<RowGroup> Parts(int first, int count, List<RowStep> steps)
    {
        var inside = steps.FindIndex(step => step.Source >= first);
        var outside = inside < 0 ? steps.Count : inside;
        var (done, statements) = (0, 0);
        for (var i = 0; i <= outside; i++)
        {
            var cost = i < outside ? Statements(steps[i]) : steps.Skip(outside).Sum(Statements);
            if (statements + cost > Machine.StatementsPerMethod - (Ends * count) && i > done)
            {
                yield return new RowGroup(first, count, steps.GetRange(done, i - done).ToArray(), Finishes: false);
                (done, statements) = (i, 0);
            }

            statements += cost;
        }

        yield return new RowGroup(first, count, steps.GetRange(done, steps.Count - done).ToArray(), Finishes: true);
    }

    private static int Statements(RowStep step) => step.Targets.Count + 1;

    private RowStep Step(SourceRange range, int firstRow) => new(
        range.Source,
        Enumerable.Range(range.First, range.End - range.First)
            .Select(i => new RowWeight(_sources[range.Source][i].Row - firstRow, _offsets[range.Source][i]))
            .ToArray());

    private static IEnumerable<RowMethod> Cut(List<RowGroup> groups)
    {
        var current = new List<RowGroup>();
        var statements = 0;
        foreach (var group in groups)
        {
            var cost = group.Steps.Sum(Statements) + (Ends * group.Count);
            if (statements + cost > Machine.StatementsPerMethod && current.Count > 0)
            {
                yield return new RowMethod(current.ToArray());
                (current, statements) = ([], 0);
            }

            current.Add(group);
            statements += cost;
        }

        yield return new RowMethod(current.ToArray());
    }
}
