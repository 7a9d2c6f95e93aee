using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>The encoder in 16-bit floating point as all families read it: two inputs a 32-bit lane, so that a shift or a mask widens it.</summary>
/// <param name="Weights">[pairs of inputs, neurons], the first input's weight in the low half; padded by 16 zeros.</param>
/// <param name="Steps">[neurons, padded to 16]: what the sums are multiplied with; 0 behind the neurons, whose lanes hold other rows.</param>
public sealed record HalfLayout(EquatableArray<uint> Weights, EquatableArray<float> Steps)
{
    /// <summary>
    /// float16 is widened by moving its bits alone, which makes numbers 2^112 times too small: bias 15 where float32 has 127. Sums stay
    /// far from float32's smallest number, and the step puts the factor back.
    /// </summary>
    private const float Float16Bias = 5.192296858534828e33f;

    /// <summary>Lays out the encoder of an optimised network.</summary>
    public static HalfLayout Of(FreeNet net, Precision precision)
    {
        var rounded = HalfEncoder.Of(net, precision);
        var weights = new uint[((net.Inputs + 1L) / 2 * net.Neurons) + Scheduler.Unit];
        var steps = new float[(net.Neurons + Scheduler.Unit - 1) / Scheduler.Unit * Scheduler.Unit];
        for (var neuron = 0; neuron < net.Neurons; neuron++)
        {
            steps[neuron] = rounded.Steps[neuron] * (precision == Precision.Float16 ? Float16Bias : 1);
            for (var input = 0; input < net.Inputs; input++)
            {
                var code = (uint)rounded.Codes[(neuron * net.Inputs) + input];
                weights[(input / 2 * (long)net.Neurons) + neuron] |= code << (16 * (input % 2));
            }
        }

        return new HalfLayout(weights, steps);
    }
}
