using FreeNets.Compiler.Ir;

namespace FreeNets.Compiler.Layouts;

/// <summary>The weights of a linear stage that are not 0, as lists: by panel of inputs, then by partial sum, then by row, inputs ascending.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="PanelInputs">Inputs of a panel.</param>
internal sealed record SparseLayout(LinearStage Stage, int PanelInputs) : Layout(Stage, $"{Stage.Name}, lists")
{
    /// <summary>The name of the table of weights.</summary>
    public string Weights => $"{Stage.Identifier}ListWeights";

    /// <summary>The name of the table of their inputs.</summary>
    public string Inputs => $"{Stage.Identifier}ListInputs";

    /// <summary>The name of the table of the lists' starts.</summary>
    public string Starts => $"{Stage.Identifier}ListStarts";

    /// <inheritdoc/>
    public override IReadOnlyList<ConstantTable> Tables()
    {
        var panels = (Stage.Width + PanelInputs - 1) / PanelInputs;
        var lists = Stage.Weights.NonZero().ToLookup(weight => ListOf(weight.Row, weight.Column));
        var starts = new int[(panels * Stage.PartialSums * Stage.Rows) + 1];
        var (inputs, weights) = (new List<int>(), new List<float>());
        for (var list = 0; list < starts.Length - 1; list++)
        {
            foreach (var weight in lists[list].OrderBy(static weight => weight.Column))
            {
                inputs.Add(weight.Column % PanelInputs);
                weights.Add(weight.Value);
            }

            starts[list + 1] = inputs.Count;
        }

        return
        [
            ConstantTable.Of(Starts, $"Where the list of each panel, {(Stage.PartialSums > 1 ? "sum and " : "")}neuron starts; one more at the end.", starts),
            ConstantTable.Of(Inputs, "The inputs of each list, counted from the panel's first.", [.. inputs, 0]),
            ConstantTable.Of(Weights, "Their weights.", [.. weights, 0]),
        ];
    }

    private int ListOf(int row, int input) => ((((input / PanelInputs) * Stage.PartialSums) + (input % Stage.PartialSums)) * Stage.Rows) + row;
}
