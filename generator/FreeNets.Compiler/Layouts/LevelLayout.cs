using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;
using FreeNets.Model;

namespace FreeNets.Compiler.Layouts;

/// <summary>Up to 16 neighbouring rows of the state, none of which has an edge to another, in one register.</summary>
/// <param name="Rows">The rows: neurons or logits.</param>
/// <param name="Start">The row in lane 0, which may be before the first.</param>
/// <param name="Terms">What the rows take in, in order.</param>
internal sealed record LevelGroup(Slice Rows, int Start, EquatableArray<LevelTerm> Terms);

/// <summary>The weights from one group of neurons, or two neighbouring ones, to a group of rows.</summary>
/// <param name="First">The first group that is read.</param>
/// <param name="Groups">1 or 2.</param>
/// <param name="Steps">The most weights of one row.</param>
internal readonly record struct LevelTerm(int First, int Groups, int Steps);

/// <summary>A step of a cascade by groups.</summary>
/// <param name="Group">The group that it adds to.</param>
/// <param name="Term">Where the values are.</param>
/// <param name="Index">Which of the term's steps.</param>
internal readonly record struct LevelStep(int Group, LevelTerm Term, int Index);

/// <summary>A cascade by groups of rows: in each step every row of a group picks one neuron of two earlier groups.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Groups">Those of neurons, then those of logits.</param>
internal sealed record LevelLayout(CascadeStage Stage, EquatableArray<LevelGroup> Groups) : Layout(Stage, "cascade, permutes")
{
    /// <summary>Steps of all groups.</summary>
    public int Steps => Groups.Sum(static group => group.Terms.Sum(static term => term.Steps));

    /// <summary>The layout of a cascade over a state of so many rows, padding included.</summary>
    public static LevelLayout Of(CascadeStage stage, int stateLength)
    {
        var slices = Cut(stage);
        var sources = slices.TakeWhile(slice => slice.First < stage.Weights.Columns).ToArray();
        return new LevelLayout(stage, slices.Select(slice => new LevelGroup(
            slice, Math.Min(slice.First, stateLength - Machine.Lanes), Terms(stage, sources, slice))).ToArray());
    }

    /// <summary>
    /// Cycles from the first group to the logits: each waits for those it reads, and each multiply-add for the one before it.
    /// </summary>
    public int ChainCycles()
    {
        var ready = new int[Groups.Count];
        for (var i = 0; i < ready.Length; i++)
        {
            foreach (var term in Groups[i].Terms)
            {
                ready[i] = Math.Max(ready[i], ready[term.First + term.Groups - 1] + Machine.MaxLatency + Machine.PermuteLatency)
                    + (term.Steps * Machine.FmaLatency);
            }
        }

        return ready.Max();
    }

    /// <summary>
    /// The steps that wait for a group and for no later one: the first of each group that takes it in, the second, and so on.
    /// </summary>
    public IEnumerable<LevelStep> Behind(int source)
    {
        var steps =
            from target in Enumerable.Range(0, Groups.Count)
            from term in Groups[target].Terms
            where term.First + term.Groups - 1 == source
            from index in Enumerable.Range(0, term.Steps)
            select new LevelStep(target, term, index);
        return steps.OrderBy(static step => step.Index);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ConstantTable> Tables()
    {
        var steps = new PermuteSteps();
        for (var source = 0; source < Groups.Count; source++)
        {
            var lanesOf = Enumerable.Range(0, Groups.Count).Select(target => Groups[target].Terms
                .Where(term => term.First + term.Groups - 1 == source)
                .Select(term => LanesOf(Groups[target], term))
                .FirstOrDefault()).ToArray();
            foreach (var step in Behind(source))
            {
                var lanes = lanesOf[step.Group]!;
                steps.Add(lanes, step.Index, idle: lanes.First(static lane => lane.Count > 0)[0].Value);
            }
        }

        return
        [
            ConstantTable.Of("LevelPicks", "Which of 32 neurons each of 16 rows takes: 5 bits a step, 6 steps a vector.", steps.Picks)
                with { FillsCacheLines = true },
            ConstantTable.Of("LevelWeights", "[steps, 16 rows]: their weights.", steps.Weights) with { FillsCacheLines = true },
        ];
    }

    /// <summary>For each lane of a group the neurons of a term that it reads, by their lanes in two registers.</summary>
    private IReadOnlyList<(int Value, float Weight)>[] LanesOf(LevelGroup group, LevelTerm term)
    {
        var (low, high) = (Groups[term.First], Groups[term.First + term.Groups - 1]);
        return
        [
            .. Enumerable.Range(group.Start, Machine.Lanes).Select(row => row < group.Rows.First || row >= group.Rows.End
                ? []
                : Stage.Weights.NonZero(row)
                    .Where(weight => weight.Column >= low.Rows.First && weight.Column < high.Rows.End)
                    .Select(
                        weight => (
                            weight.Column < low.Rows.End ? weight.Column - low.Start : Machine.Lanes + weight.Column - high.Start,
                            weight.Value))
                    .ToArray()),
        ];
    }

    /// <summary>The longest runs of up to 16 rows that have no edge among themselves; neurons and logits apart.</summary>
    private static List<Slice> Cut(CascadeStage stage)
    {
        var (slices, first) = (new List<Slice>(), 0);
        for (var row = 1; row < stage.Weights.Rows; row++)
        {
            if (row - first == Machine.Lanes
                || row == stage.Weights.Columns
                || stage.Weights.NonZero(row).Any(weight => weight.Column >= first))
            {
                slices.Add(new Slice(first, row - first));
                first = row;
            }
        }

        slices.Add(new Slice(first, stage.Weights.Rows - first));
        return slices;
    }

    /// <summary>Reads earlier groups one by one or two at a time, whichever takes fewer steps.</summary>
    private static LevelTerm[] Terms(CascadeStage stage, Slice[] sources, Slice target)
    {
        var groups = sources.Count(source => source.First < target.First);
        var counts = new int[target.Count][];
        for (var row = 0; row < target.Count; row++)
        {
            counts[row] = new int[groups];
            var group = 0;
            foreach (var weight in stage.Weights.NonZero(target.First + row))
            {
                while (weight.Column >= sources[group].End)
                {
                    group++;
                }

                counts[row][group]++;
            }
        }

        var (least, width) = (new int[groups + 1], new int[groups + 1]);
        for (var end = 1; end <= groups; end++)
        {
            least[end] = int.MaxValue;
            for (var count = 1; count <= Math.Min(2, end); count++)
            {
                var steps = least[end - count] + Steps(end - count, count);
                (least[end], width[end]) = steps < least[end] ? (steps, count) : (least[end], width[end]);
            }
        }

        var terms = new List<LevelTerm>();
        for (var end = groups; end > 0; end -= width[end])
        {
            var term = new LevelTerm(end - width[end], width[end], Steps(end - width[end], width[end]));
            if (term.Steps > 0)
            {
                terms.Add(term);
            }
        }

        terms.Reverse();
        return [.. terms];

        int Steps(int first, int count) => counts.Max(row => row.Skip(first).Take(count).Sum());
    }
}
