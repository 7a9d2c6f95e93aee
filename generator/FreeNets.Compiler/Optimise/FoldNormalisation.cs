using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>Folds x = (r − mean) · scale into the encoder, so that generated code multiplies raw inputs with weights directly.</summary>
/// <remarks>
/// <c>W · (r − mean) · scale + b = (scale · W) · r + (b − mean · scale · Σ_p W_p)</c>. Exact but for one rounding of each weight
/// and bias to float32. As a gift, a raw input of 0 contributes exactly nothing, whatever the mean.
/// <para>
/// But what is summed then are numbers of the size of the mean, of which the bias takes the most away again, and with it the digits that
/// they were rounded to. Where that would show, the network stays as it is, and inputs are normalised while they are read.
/// </para>
/// </remarks>
public static class FoldNormalisation
{
    /// <summary>The most that folding may lose, in standard deviations of an input: a fifth of what a self-test allows.</summary>
    private const double MaxLoss = 2e-5;

    /// <summary>The smallest of all largest weights for which float32 has all digits, and some to spare for lesser ones.</summary>
    private const double SmallestWeight = 1e-30;

    /// <summary>The same network over the same raw inputs, with mean 0 and scale 1; the network itself where it has that, or would lose by it.</summary>
    /// <param name="net">The network.</param>
    /// <param name="sumsAreExact">Nothing is lost then, as with int8 encoders, which take raw bytes: the network is always folded.</param>
    public static FreeNet Apply(FreeNet net, bool sumsAreExact = false) =>
        IsFolded(net) || (!sumsAreExact && !IsHarmless(net)) ? net : Fold(net);

    /// <summary>Folds, whatever is lost.</summary>
    public static FreeNet Fold(FreeNet net)
    {
        var (mean, scale) = ((double)net.Domain.Mean.Uniform, (double)net.Domain.Scale.Uniform);
        var bias = new float[net.Neurons];
        for (var neuron = 0; neuron < net.Neurons; neuron++)
        {
            var sum = net.Encoder.NonZero(neuron).Sum(static weight => (double)weight.Value);
            bias[neuron] = Finite(net.EncoderBias[neuron] - (mean * scale * sum));
        }

        return net with
        {
            Domain = net.Domain with { Mean = 0, Scale = 1 },
            Encoder = net.Encoder.Map(weight => Finite(weight.Value * scale)),
            EncoderBias = bias,
        };
    }

    /// <summary>What is spared: a subtraction and a multiplication an input.</summary>
    public static string? Note(FreeNet before, FreeNet after) => (IsFolded(before), IsFolded(after)) switch
    {
        (true, _) => "there was none",
        (_, true) => "inputs are read as they come",
        _ => $"left alone: {Reason(before)}; inputs are normalised while they are read",
    };

    private static string Reason(FreeNet net) => Loss(net) > MaxLoss
        ? FormattableString.Invariant($"the mean is {Deviations(net):0.#} deviations from 0, and sums of raw inputs would lose {Loss(net):0.0e+0} of one")
        : "weights times scale would leave the range of float32";

    private static bool IsFolded(FreeNet net) => net.Domain is { Mean.Uniform: 0, Scale.Uniform: 1 };

    private static bool IsHarmless(FreeNet net)
    {
        var largest = net.Encoder.Stored.Max(static weight => Math.Abs((double)weight)) * Math.Abs((double)net.Domain.Scale.Uniform);
        return Loss(net) <= MaxLoss && (largest == 0 || largest is >= SmallestWeight and <= float.MaxValue);
    }

    /// <summary>
    /// What folding adds to the error of z, in standard deviations of an input: each weight and each partial sum is rounded at the size
    /// of the mean, by chance up or down.
    /// </summary>
    private static double Loss(FreeNet net) => Math.Pow(2, -24) * Deviations(net) * Math.Sqrt(net.Inputs);

    private static double Deviations(FreeNet net) => Math.Abs((double)net.Domain.Mean.Uniform * net.Domain.Scale.Uniform);

    private static float Finite(double value) => (float)Math.Max(-float.MaxValue, Math.Min(float.MaxValue, value));
}
