using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>Writes the end of a linear stage of lower precision: sums times their neurons' steps, plus the bias, to the states of a tile.</summary>
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
        CodeWriter code, LinearStage stage, StateLayout state, VectorShape shape, int samples, (int First, int End) chunks, Func<int, int, string> sum)
    {
        var vector = new VectorText(shape);
        for (var sample = 0; sample < samples; sample++)
        {
            for (var chunk = chunks.First; chunk < LinearState.EndOf(stage, state, shape, chunks.End); chunk++)
            {
                var bias = LinearState.Start(stage, vector, chunk * shape.Lanes);
                var value = chunk < chunks.End ? vector.MultiplyAdd(Sum(sample, chunk), vector.Load("EncoderSteps", chunk * shape.Lanes), bias) : bias;
                code.Line($"{vector.Store(value, "z", ((long)sample * state.Length) + stage.To.First + (chunk * shape.Lanes))};");
            }
        }

        // Lanes behind the neurons hold products with other rows: a step of 0 does not take away what is not finite. Whole sums are.
        string Sum(int sample, int chunk)
        {
            var neurons = stage.Rows - (chunk * shape.Lanes);
            return neurons >= shape.Lanes || stage.Numerics is Numerics.Int8 ? sum(sample, chunk) : vector.FirstLanes(neurons, sum(sample, chunk));
        }
    }
}
