using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>
/// Writes the end of a linear stage of lower precision: sums times their neurons' steps, plus the bias, to the states of a tile.
/// </summary>
internal static class ScaledState
{
    /// <param name="code">Where to.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="state">The state.</param>
    /// <param name="shape">The family.</param>
    /// <param name="samples">Samples of the tile.</param>
    /// <param name="chunks">Its vectors of neurons.</param>
    /// <param name="sum">The float32 vector of sums of a sample and a chunk.</param>
    public static void Write(
        CodeWriter code, LinearStage stage, StateLayout state, VectorShape shape, int samples, (int First, int End) chunks, Func<int, int,
        string> sum)
    {
        var vector = new VectorText(shape);
        var neurons = stage.Rows - ((chunks.End - 1) * shape.Lanes);

        // Lanes behind the neurons hold products with other rows: a step of 0 does not take away what is not finite. Whole sums are.
        var masks = neurons < shape.Lanes && stage.Numerics is not Numerics.Int8;
        if (masks)
        {
            vector.WriteMask(code, neurons);
        }

        code.Line($"{vector.Type} step, start;");
        for (var sample = 0; sample < samples; sample++)
        {
            for (var chunk = chunks.First; chunk < LinearState.EndOf(stage, state, vector, chunks.End); chunk++)
            {
                code.Line($"start = {LinearState.Start(stage, vector, chunk * shape.Lanes)};");
                if (chunk < chunks.End)
                {
                    var products = $"s{sample}_{chunk}";
                    var all = sum(sample, chunk);
                    code.Line($"var {products} = {(masks && chunk == chunks.End - 1 ? vector.Masked(all) : all)};");
                    code.Line($"step = {vector.Load("EncoderSteps", chunk * shape.Lanes)};");
                    code.Line($"start = {vector.MultiplyAdd(products, "step", "start")};");
                }

                code.Line($"{vector.Store("start", "z", ((long)sample * state.Length) + stage.To.First + (chunk * shape.Lanes))};");
            }
        }
    }
}
