using FreeNets.Compiler.Ir;
using FreeNets.Model;

namespace FreeNets.Compiler.Layouts;

/// <summary>What the state starts from, and the inputs that do not matter.</summary>
/// <param name="Stage">The stage that starts it.</param>
/// <param name="State">The state.</param>
/// <param name="Unused">The inputs that no weight uses.</param>
internal sealed record StartLayout(Stage Stage, StateLayout State, EquatableArray<int> Unused) : Layout(Stage, "state")
{
    public override IReadOnlyList<ConstantTable> Tables() =>
    [
        ConstantTable.Of("StateStart", "What the state starts from: biases of the neurons, biases of the logits, padding.", State.Start.ToArray()),
        .. Unused.Count == 0 ? (ConstantTable[])[] : [ConstantTable.Of("UnusedInputs", "The inputs that no weight uses.", Unused.ToArray())],
    ];
}
