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

    /// <summary>A value as a float, of x.</summary>
    public static string Value(this LinearStage stage, string index) =>
        stage.From is Source.Inputs ? $"Raw(ref x, {index})" : $"Compiler::Unsafe.Add(ref x, {index})";

    /// <summary>A method over the values x: generic in their type where they are inputs.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="name">Its name.</param>
    /// <param name="parameters">What it takes behind x.</param>
    public static string Method(this LinearStage stage, string name, string parameters) => stage.From is Source.Inputs
        ? $"private static void {name}<T>(ref T x, {parameters})\n    where T : unmanaged"
        : $"private static void {name}(ref float x, {parameters})";

    /// <summary>The argument that hands a kernel its values.</summary>
    public static string Input(this LinearStage stage) =>
        stage.From is Source.State { Neurons.First: var first } ? $"ref {CSharpText.At("z", first)}" : "ref x";
}
