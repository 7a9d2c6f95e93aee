using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>Folds x = (r − mean) · scale into the encoder, so that generated code multiplies raw inputs with weights directly.</summary>
/// <remarks>
/// <c>W · (r − mean) · scale + b = (scale · W) · r + (b − mean · scale · Σ_p W_p)</c>. Exact but for one rounding of each weight
/// and bias to float32. As a gift, a raw input of 0 contributes exactly nothing, whatever the mean.
/// </remarks>
public static class FoldNormalisation
{
    /// <summary>The same network over the same raw inputs, with mean 0 and scale 1.</summary>
    public static FreeNet Apply(FreeNet net)
    {
        var (mean, scale) = ((double)net.Domain.Mean.Uniform, (double)net.Domain.Scale.Uniform);
        if (mean == 0 && scale == 1)
        {
            return net;
        }

        var bias = new float[net.Neurons];
        for (var neuron = 0; neuron < net.Neurons; neuron++)
        {
            var sum = net.Encoder.NonZero(neuron).Sum(static weight => (double)weight.Value);
            bias[neuron] = (float)(net.EncoderBias[neuron] - (mean * scale * sum));
        }

        return net with
        {
            Domain = net.Domain with { Mean = 0, Scale = 1 },
            Encoder = net.Encoder.Map(weight => (float)(weight.Value * scale)),
            EncoderBias = bias,
        };
    }

    /// <summary>What is spared: a subtraction and a multiplication an input.</summary>
    public static string? Note(FreeNet before, FreeNet after) =>
        ReferenceEquals(before, after) ? "there was none" : "inputs are read as they come";
}
