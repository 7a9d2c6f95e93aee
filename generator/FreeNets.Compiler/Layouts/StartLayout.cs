using FreeNets.Compiler.Ir;
using FreeNets.Model;

namespace FreeNets.Compiler.Layouts;

/// <summary>What the state starts from, the inputs that do not matter, and the normalisation where each input has its own.</summary>
/// <param name="Stage">The stage that starts it.</param>
/// <param name="State">The state.</param>
/// <param name="Unused">The inputs that no weight uses.</param>
/// <param name="Inputs">The inputs.</param>
internal sealed record StartLayout(
    Stage Stage, StateLayout State, EquatableArray<int> Unused, Source.Inputs Inputs) : Layout(Stage, "state")
{
    public override IReadOnlyList<ConstantTable> Tables() =>
    [
        ConstantTable.Of(
            "StateStart", "What the state starts from: biases of the neurons, biases of the logits, padding.", State.Start.ToArray()),
        .. Unused.Count == 0
            ? (ConstantTable[])[]
            : [ConstantTable.Of("UnusedInputs", "The inputs that no weight uses.", Unused.ToArray())],
        .. Inputs.NormalisesEach ? Normalisation() : [],
    ];

    private IEnumerable<ConstantTable> Normalisation()
    {
        var count = ((LinearStage)Stage).Width;
        yield return ConstantTable.Of(
            "InputMeans", "Subtracted from each raw input.", [.. Enumerable.Range(0, count).Select(input => Inputs.Domain.Mean[input])]);
        yield return ConstantTable.Of(
            "InputScales", "Multiplies the difference.", [.. Enumerable.Range(0, count).Select(input => Inputs.Domain.Scale[input])]);
    }
}
