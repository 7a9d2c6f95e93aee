using FreeNets.Compiler.Ir;

namespace FreeNets.Compiler.Layouts;

/// <summary>What the state starts from.</summary>
/// <param name="Stage">The stage that starts it.</param>
/// <param name="State">The state.</param>
internal sealed record StartLayout(LinearStage Stage, StateLayout State) : Layout(Stage, "state")
{
    public override IReadOnlyList<ConstantTable> Tables() =>
        [ConstantTable.Of("StateStart", "What the state starts from: biases of the neurons, biases of the logits, padding.", State.Start.ToArray())];
}
