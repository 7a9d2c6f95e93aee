using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Lower;
using FreeNets.Compiler.Machines;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>Whether one sample of a stage runs by permutes, and what that takes.</summary>
internal static class PermuteLayouts
{
    /// <summary>The fraction of weights from which it is not even tried: a step then fills no more lanes than dense rows do.</summary>
    private const double MostLive = 0.3;

    /// <summary>The layout; null where whole rows of weights take less time.</summary>
    public static PermuteLayout? Of(LinearStage stage)
    {
        if (stage is not { Numerics: Numerics.Float32, From: Source.Inputs, PartialSums: 1 }
            || stage.Width < PermuteLayout.Inputs
            || !IsThin(stage))
        {
            return null;
        }

        var layout = PermuteLayout.Of(stage);
        return Machine.PermuteStepCycles * layout.Steps < RowCycles(stage, sizeof(float)) ? layout : null;
    }

    /// <summary>Whether few enough weights are not 0.</summary>
    public static bool IsThin(LinearStage stage) => stage.Weights.NonZeroCount <= MostLive * stage.Width * stage.Rows;

    /// <summary>Cycles of whole rows, those of zero inputs left out where they are, by bytes a weight.</summary>
    public static double RowCycles(LinearStage stage, int weightBytes) =>
        (ZeroInputs.AreSkipped(stage) ? NonZeroInputs.Read(stage) : stage.Width) * stage.Rows * weightBytes / Machine.BytesPerCycle;
}
