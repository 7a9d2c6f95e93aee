using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;
using FreeNets.Model;

namespace FreeNets.Compiler.Layouts;

/// <summary>
/// The weights of a linear stage that are not 0, a lane a row: in each step every lane picks one of 32 neighbouring inputs.
/// </summary>
/// <param name="Stage">The stage, which reads at least 32 inputs.</param>
/// <param name="Blocks">The steps.</param>
internal sealed record PermuteLayout(LinearStage Stage, EquatableArray<PermuteBlock> Blocks) : Layout(Stage, $"{Stage.Name}, permutes")
{
    /// <summary>Inputs that a permute picks from: two vectors.</summary>
    public const int Inputs = 2 * Machine.Lanes;

    /// <summary>The name of the table of weights.</summary>
    public string Weights => $"{Stage.Identifier}StepWeights";

    /// <summary>The name of the table of picks.</summary>
    public string Picks => $"{Stage.Identifier}StepPicks";

    /// <summary>The name of the table of the windows' first inputs.</summary>
    public string Windows => $"{Stage.Identifier}Windows";

    /// <summary>Steps of all windows.</summary>
    public int Steps => Blocks.Sum(static block => block.Steps);

    /// <summary>The layout with the fewest steps that a search finds.</summary>
    public static PermuteLayout Of(LinearStage stage) => new(stage, PermuteBlock.Of(stage, Inputs, perStep: 1));

    /// <inheritdoc/>
    public override IReadOnlyList<ConstantTable> Tables()
    {
        var (steps, windows) = (new PermuteSteps(), new List<int>());
        foreach (var block in Blocks)
        {
            foreach (var run in block.Runs)
            {
                foreach (var window in run.Windows)
                {
                    windows.Add(window.First);
                    steps.BeginVector();
                    var lanes = block.LanesOf(Stage.Weights, window);
                    var idle = lanes.SelectMany(static group => group).First(static lane => lane.Count > 0)[0].Value;
                    foreach (var (group, index) in run.Order())
                    {
                        steps.Add(lanes[group], index, idle);
                    }
                }
            }
        }

        return
        [
            ConstantTable.Of(Windows, "The first input of each window of 32.", [.. windows]),
            ConstantTable.Of(Picks, "Which of a window's inputs each of 16 neurons takes: 5 bits a step, 6 steps a vector.", steps.Picks)
                with { FillsCacheLines = true },
            ConstantTable.Of(Weights, "[steps, 16 neurons]: their weights.", steps.Weights) with { FillsCacheLines = true },
        ];
    }
}
