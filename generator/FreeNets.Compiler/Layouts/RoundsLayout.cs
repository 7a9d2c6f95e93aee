using FreeNets.Compiler.Ir;

namespace FreeNets.Compiler.Layouts;

/// <summary>The inputs that a linear stage reads for one sample, where some are used by no weight.</summary>
/// <param name="Stage">The stage.</param>
internal sealed record RoundsLayout(LinearStage Stage) : Layout(Stage, $"{Stage.Name}, listed inputs")
{
    /// <summary>
    /// The inputs in rounds of the partial sums, each at the place of its sum. Rounds are filled up with inputs that no weight uses, so
    /// sums are the same bits either way.
    /// </summary>
    public int[] Rounds()
    {
        var (used, sums) = (UsedInputs(Stage), Stage.PartialSums);
        var bySum = Enumerable.Range(0, sums).Select(sum => used.Where(input => input % sums == sum).ToArray()).ToArray();
        var isUsed = new HashSet<int>(used);
        var filler = Enumerable.Range(0, Stage.Width).Where(input => !isUsed.Contains(input)).DefaultIfEmpty(0).First();
        return
        [
            .. Enumerable.Range(0, Math.Max(1, bySum.Max(static inputs => inputs.Length)) * sums)
                .Select(place => place / sums < bySum[place % sums].Length ? bySum[place % sums][place / sums] : filler),
        ];
    }

    /// <summary>The inputs with a weight that is not 0, ascending.</summary>
    public static int[] UsedInputs(LinearStage stage) =>
        [.. stage.Weights.NonZero().Select(static weight => weight.Column).Distinct().OrderBy(static input => input)];

    /// <inheritdoc/>
    public override IReadOnlyList<ConstantTable> Tables() =>
        [ConstantTable.Of("InputRounds", "The inputs that the dense encoder of one sample reads, in rounds of its sums.", Rounds())];
}
