using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>
/// What the one-sample cascade of a network takes in the order that its neurons have, by the better of two kinds of code.
/// </summary>
/// <param name="Cycles">The dependent chain.</param>
/// <param name="Units">Vectors that are added.</param>
/// <param name="Unit">What these are.</param>
internal sealed record OrderCost(int Cycles, int Units, string Unit)
{
    /// <summary>How much less groups have to take: only the widest family runs them, and the others run columns in their order.</summary>
    private const double LeastGain = 1.2;

    /// <summary>What orders are compared by.</summary>
    public int Total => Cycles + Units;

    /// <summary>The cost of a network.</summary>
    public static OrderCost Of(FreeNet net)
    {
        var stage = CascadeStage.Of(net);
        var chain = ColumnChain.Of(stage);
        var columns = new OrderCost(chain.Cycles, chain.Units, $"units of {ColumnLayout.LanesOf(stage)} lanes");
        if (!ColumnLayout.FitsStraightLine(stage))
        {
            return columns;
        }

        var levels = LevelLayout.Of(stage, Machine.Padded(net.Neurons + net.Outputs));
        var groups = new OrderCost(levels.ChainCycles(), levels.Steps, "steps of 16 rows");
        return LeastGain * groups.Total < columns.Total ? groups : columns;
    }
}
