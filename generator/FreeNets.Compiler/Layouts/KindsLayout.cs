using FreeNets.Compiler.Ir;

namespace FreeNets.Compiler.Layouts;

/// <summary>Which σ each row of the state has, for loops over neurons that do not all have the same.</summary>
/// <param name="Stage">A stage.</param>
internal sealed record KindsLayout(CascadeStage Stage) : Layout(Stage, "kinds of neurons")
{
    /// <summary>The layout of a stage; none where all its neurons are of one kind.</summary>
    public static IReadOnlyList<Layout> Of(CascadeStage stage) => stage.Activations.AreUniform ? [] : [new KindsLayout(stage)];

    /// <inheritdoc/>
    public override IReadOnlyList<ConstantTable> Tables()
    {
        // Loops over groups of rows ask for those of logits and of padding too, and do not use the answer.
        var kinds = new int[Stage.Weights.Rows + LoopLayout.PerGroup];
        var distinct = Stage.Activations.Distinct.ToList();
        for (var neuron = 0; neuron < Stage.Activations.Each.Count; neuron++)
        {
            kinds[neuron] = distinct.IndexOf(Stage.Activations[neuron]);
        }

        return [ConstantTable.Of("NeuronKinds", "Which activation each neuron has: "
            + $"{string.Join(", ", distinct.Select(static (activation, kind) => $"{kind} is {activation}"))}.", kinds)];
    }
}
