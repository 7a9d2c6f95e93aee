using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;
using FreeNets.Model;

namespace FreeNets.Compiler.Layouts;

/// <summary>Windows that take the same steps, one after the other.</summary>
/// <param name="Windows">The windows.</param>
/// <param name="Steps">For each group of 16 rows, the steps of every window.</param>
internal sealed record WindowRun(EquatableArray<InputWindow> Windows, EquatableArray<int> Steps)
{
    /// <summary>
    /// The steps of a window, in the order in which they run: the first step of each group, the second of each group, and so on.
    /// </summary>
    public IEnumerable<(int Group, int Index)> Order() =>
        from index in Enumerable.Range(0, Steps.Max())
        from @group in Enumerable.Range(0, Steps.Count)
        where index < Steps[@group]
        select (@group, index);

    /// <summary>The steps of a window.</summary>
    public int Count => Steps.Sum();
}

/// <summary>Groups of 16 rows whose sums stay in registers while the windows go by.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Runs">The windows.</param>
internal sealed record PermuteBlock(Slice Rows, EquatableArray<WindowRun> Runs)
{
    /// <summary>
    /// Groups of a block: their sums hide the latency of a multiply-add, and the fewer there are, the better windows fit them.
    /// </summary>
    private const int GroupsOfBlock = 8;

    /// <summary>
    /// Steps up to which each is a statement of its own; beyond, windows share loops and are filled up to the same steps.
    /// </summary>
    private const int MostStatements = 800;

    /// <summary>Groups of 16 rows.</summary>
    public int Groups => (Rows.Count + Machine.Lanes - 1) / Machine.Lanes;

    /// <summary>Steps of all windows.</summary>
    public int Steps => Runs.Sum(static run => run.Windows.Count * run.Count);

    /// <summary>Windows of all runs.</summary>
    public int Windows => Runs.Sum(static run => run.Windows.Count);

    /// <summary>Steps that are statements of their own, and not in a loop.</summary>
    public int Statements => Runs.Sum(static run => run.Windows.Count == 1 ? run.Count : 0);

    /// <summary>The most steps that add to one sum.</summary>
    public int LongestChain => Enumerable.Range(0, Groups).Max(group => Runs.Sum(run => run.Windows.Count * run.Steps[group]));

    /// <summary>The blocks of a stage, with the fewest steps that a search finds.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="inputs">Inputs that a permute picks from.</param>
    /// <param name="perStep">Inputs that a row takes a step.</param>
    public static PermuteBlock[] Of(LinearStage stage, int inputs, int perStep)
    {
        var groups = (stage.Rows + Machine.Lanes - 1) / Machine.Lanes;
        var rows = Machine.Balanced(groups, GroupsOfBlock) * Machine.Lanes;
        var blocks = new List<PermuteBlock>();
        for (var first = 0; first < stage.Rows; first += rows)
        {
            var slice = new Slice(first, Math.Min(rows, stage.Rows - first));
            blocks.Add(
                new PermuteBlock(slice, RunsOf(InputWindows.Of(stage, slice, inputs, perStep), MostStatements * slice.Count / stage.Rows)));
        }

        return [.. blocks];
    }

    /// <summary>For each group and each of its rows, the inputs of a window that it reads.</summary>
    public IReadOnlyList<(int Value, float Weight)>[][] LanesOf(WeightMatrix weights, InputWindow window) =>
    [
        .. Enumerable.Range(Rows.First, Rows.Count)
            .Select(row => weights.NonZero(row)
                .Where(weight => weight.Column >= window.Start && weight.Column < window.End)
                .Select(weight => (weight.Column - window.First, weight.Value))
                .ToArray())
            .Select(static (lane, i) => (Lane: (IReadOnlyList<(int, float)>)lane, Group: i / Machine.Lanes))
            .GroupBy(static row => row.Group, static row => row.Lane)
            .Select(static lanes => lanes.ToArray()),
    ];

    /// <summary>Joins neighbouring windows, those first that lose least, until all steps are few enough to be written out.</summary>
    private static WindowRun[] RunsOf(InputWindow[] windows, int mostStatements)
    {
        var runs = windows.Select(static window => new WindowRun(new[] { window }, window.Steps)).ToList();
        while (runs.Count > 1)
        {
            var (best, least) = (0, int.MaxValue);
            for (var i = 0; i + 1 < runs.Count; i++)
            {
                var lost = Lost(runs[i], runs[i + 1]);
                (best, least) = lost < least ? (i, lost) : (best, least);
            }

            if (least > 0 && runs.Sum(static run => run.Count) <= mostStatements)
            {
                break;
            }

            runs[best] = Joined(runs[best], runs[best + 1]);
            runs.RemoveAt(best + 1);
        }

        return [.. runs];
    }

    private static WindowRun Joined(WindowRun a, WindowRun b) =>
        new(a.Windows.Concat(b.Windows).ToArray(), a.Steps.Zip(b.Steps, Math.Max).ToArray());

    private static int Lost(WindowRun a, WindowRun b)
    {
        var steps = a.Steps.Zip(b.Steps, Math.Max).Sum();
        return (a.Windows.Count * (steps - a.Count)) + (b.Windows.Count * (steps - b.Count));
    }
}
