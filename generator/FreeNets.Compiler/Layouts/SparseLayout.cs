using FreeNets.Compiler.Ir;
using FreeNets.Model;

namespace FreeNets.Compiler.Layouts;

/// <summary>
/// The weights of a linear stage that are not 0, as lists: by panel of inputs, then by partial sum, then by four rows of like lengths,
/// whose entries take turns; inputs ascend. Shorter lists are filled up with weights of 0.
/// </summary>
/// <param name="Stage">The stage.</param>
/// <param name="PanelInputs">Inputs of a panel.</param>
internal sealed record SparseLayout(LinearStage Stage, int PanelInputs) : Layout(Stage, $"{Stage.Name}, lists")
{
    /// <summary>Rows that take turns: their sums hide the latency of a multiply-add.</summary>
    public const int Rows = 4;

    /// <summary>The name of the table of weights.</summary>
    public string Weights => $"{Stage.Identifier}ListWeights";

    /// <summary>The name of the table of their inputs.</summary>
    public string Inputs => $"{Stage.Identifier}ListInputs";

    /// <summary>The name of the table of the rows.</summary>
    public string RowTable => $"{Stage.Identifier}ListRows";

    /// <summary>The name of the table of the lists' starts.</summary>
    public string Starts => $"{Stage.Identifier}ListStarts";

    /// <summary>Panels of inputs; the last may be shorter.</summary>
    public int Panels => (Stage.Width + PanelInputs - 1) / PanelInputs;

    /// <summary>Lists of a panel and a sum.</summary>
    public int Lists => (Stage.Rows + Rows - 1) / Rows;

    /// <inheritdoc/>
    public override IReadOnlyList<ConstantTable> Tables()
    {
        var weights = Stage.Weights.NonZero()
            .ToLookup(weight => ((weight.Column / PanelInputs) * Stage.PartialSums) + (weight.Column % Stage.PartialSums));
        var packed = new Packed([0], [], [], []);
        for (var list = 0; list < Panels * Stage.PartialSums; list++)
        {
            Pack(packed, weights[list].ToLookup(static weight => weight.Row));
        }

        var sums = Stage.PartialSums > 1 ? "sum and " : "";
        return
        [
            ConstantTable.Of(
                Starts, $"Where the lists of each panel, {sums}{Rows} neurons start; one more at the end.", [.. packed.Starts]),
            ConstantTable.Of(RowTable, $"These {Rows} neurons.", [.. packed.Rows]),
            ConstantTable.Of(Inputs, "The inputs of each entry, counted from the panel's first.", [.. packed.Inputs, 0]),
            ConstantTable.Of(Weights, "Their weights.", [.. packed.Weights, 0]),
        ];
    }

    private void Pack(Packed packed, ILookup<int, Weight> byRow)
    {
        var lists = Enumerable.Range(0, Stage.Rows)
            .Select(row => (Row: row, Weights: byRow[row].OrderBy(static weight => weight.Column).ToArray()))
            .OrderByDescending(static list => list.Weights.Length)
            .ToArray();
        for (var first = 0; first < lists.Length; first += Rows)
        {
            var group = lists.Skip(first).Take(Rows).ToArray();
            packed.Rows.AddRange(Enumerable.Range(0, Rows).Select(i => i < group.Length ? group[i].Row : 0));
            for (var entry = 0; entry < group[0].Weights.Length; entry++)
            {
                foreach (var (_, weights) in group)
                {
                    // An input that the row, or else its neighbour, reads anyway: what nobody reads may be NaN.
                    var other = (weights.Length > 0 ? weights : group[0].Weights)[0];
                    var weight = entry < weights.Length ? weights[entry] : other with { Value = 0 };
                    packed.Inputs.Add(weight.Column % PanelInputs);
                    packed.Weights.Add(weight.Value);
                }
            }

            packed.Starts.Add(packed.Inputs.Count);
        }
    }

    private sealed record Packed(List<int> Starts, List<int> Rows, List<int> Inputs, List<float> Weights);
}
