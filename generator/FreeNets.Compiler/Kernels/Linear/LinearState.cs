using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>How a linear stage leaves the state of one sample: the first stage starts it, a later one adds to it.</summary>
internal static class LinearState
{
    /// <summary>What sums of a slice are added to, from a lane of the slice on.</summary>
    public static string Start(LinearStage stage, VectorText vector, int lane) =>
        stage.From is Source.Inputs ? vector.Load("StateStart", stage.To.First + lane) : vector.Load("z", stage.To.First + lane);

    /// <summary>The chunk behind the last that a block of neurons stores: with the last neurons the first stage starts what is behind them.</summary>
    public static int EndOf(LinearStage stage, StateLayout state, VectorShape shape, int end) =>
        stage.From is Source.Inputs && end == shape.Chunks(stage.Rows) ? state.Length / shape.Lanes : end;

    /// <summary>The argument that hands a kernel its values.</summary>
    public static string Input(this LinearStage stage) =>
        stage.From is Source.State { Neurons.First: var first } ? $"ref {CSharpText.At("z", first)}" : "ref x";
}
