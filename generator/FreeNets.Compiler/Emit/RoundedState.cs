using FreeNets.Compiler.Schedule;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes the end of an encoder of lower precision: sums times their neurons' steps, plus the bias, to the states of a tile.</summary>
internal static class RoundedState
{
    /// <param name="code">Where to.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="shape">The family.</param>
    /// <param name="samples">Samples of the tile.</param>
    /// <param name="chunks">Its vectors of neurons.</param>
    /// <param name="sum">The float32 vector of sums of a sample and a chunk.</param>
    public static void Write(CodeWriter code, Plan plan, VectorShape shape, int samples, (int First, int End) chunks, Func<int, int, string> sum)
    {
        var vector = new VectorText(shape);

        // The last neurons' block also starts the logits and the padding behind them.
        var stateEnd = chunks.End == shape.Chunks(plan.Net.Neurons) ? plan.StateLength / shape.Lanes : chunks.End;
        for (var sample = 0; sample < samples; sample++)
        {
            for (var chunk = chunks.First; chunk < stateEnd; chunk++)
            {
                var bias = vector.Load("StateStart", chunk * shape.Lanes);
                var value = chunk < chunks.End ? vector.MultiplyAdd(Sum(sample, chunk), vector.Load("EncoderSteps", chunk * shape.Lanes), bias) : bias;
                code.Line($"{vector.Store(value, "z", ((long)sample * plan.StateLength) + (chunk * shape.Lanes))};");
            }
        }

        // Lanes behind the neurons hold products with other rows: a step of 0 does not take away what is not finite. Whole sums are.
        string Sum(int sample, int chunk)
        {
            var neurons = plan.Net.Neurons - (chunk * shape.Lanes);
            return neurons >= shape.Lanes || plan.Int8 is not null ? sum(sample, chunk) : vector.FirstLanes(neurons, sum(sample, chunk));
        }
    }
}
