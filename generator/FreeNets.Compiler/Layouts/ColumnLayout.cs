using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;

namespace FreeNets.Compiler.Layouts;

/// <summary>The weights of a cascade in the order of their sources, for one sample: units of neighbouring lanes of the state.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="IsStraightLine">
/// Whether the code is one statement a unit: units then have 8 lanes, and edges inside a unit of 8 neurons are scalars. Loops read units of
/// 16 lanes by tables.
/// </param>
internal sealed record ColumnLayout(CascadeStage Stage, bool IsStraightLine) : Layout(Stage, "cascade, columns")
{
    /// <summary>
    /// Neurons of a unit of straight-line code. Inside it edges are scalar multiply-adds: a chain of neurons then waits for 6 cycles a
    /// link instead of the 11 that a shuffle across 16 lanes makes of it (Zen 4).
    /// </summary>
    public const int NearNeurons = 8;

    /// <summary>
    /// Edges and decoder weights up to which the cascade is straight-line code. A statement for each, in every family, costs the C#
    /// compiler about 0.4 ms; loops cost the cascade some speed, but next to nothing to compile.
    /// </summary>
    public const int StraightLineWeights = 25_000;

    /// <summary>Lanes of a unit.</summary>
    public int Lanes => LanesOf(Stage);

    /// <summary>The layout of a stage.</summary>
    public static ColumnLayout Of(CascadeStage stage) => new(stage, IsStraightLineFor(stage));

    /// <summary>Whether a cascade is small enough to be written out statement by statement.</summary>
    public static bool FitsStraightLine(CascadeStage stage) => stage.Weights.Count <= StraightLineWeights;

    /// <summary>Whether it is: not in a program of blocks, whose cascades share one loop.</summary>
    public static bool IsStraightLineFor(CascadeStage stage) => !stage.LeavesActivations && FitsStraightLine(stage);

    /// <summary>Lanes of a stage's units.</summary>
    public static int LanesOf(CascadeStage stage) => IsStraightLineFor(stage) ? NearNeurons : Machine.Lanes;

    /// <summary>The weights, and where each of them is.</summary>
    public ColumnUnits Pack() => ColumnUnits.Of(Stage, IsStraightLine);

    /// <inheritdoc/>
    public override IReadOnlyList<ConstantTable> Tables()
    {
        var units = Pack();
        var weights = ConstantTable.Of(
            "ColumnWeights", $"For each neuron, {Lanes} weights for each {Lanes} lanes of the state that it reaches.", units.Weights);
        return IsStraightLine
            ? [weights, ConstantTable.Of("NearWeights", $"The weights of edges inside units of {Lanes} neurons, by source.", units.Near)]
            :
            [
                weights,
                ConstantTable.Of("ColumnStarts", "Where each neuron's units start; one more at the end.", units.Starts()),
                ConstantTable.Of(
                    "ColumnPlaces",
                    "For each unit of 16 column weights, the lane of the state where it is added.",
                    [.. units.BySource.SelectMany(static units => units).Select(static unit => unit.Index * Machine.Lanes)]),
            ];
    }
}
