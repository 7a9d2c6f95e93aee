using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>Folds x = (r − mean) · scale into the encoder, so that generated code multiplies raw inputs with weights directly.</summary>
/// <remarks>
/// <c>Σ_p W_p · (r_p − mean_p) · scale_p + b = Σ_p (scale_p · W_p) · r_p + (b − Σ_p mean_p · scale_p · W_p)</c>. Exact but for one rounding
/// of each weight and bias to float32. As a gift, a raw input of 0 contributes exactly nothing, whatever the mean.
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

    /// <summary>
    /// The same network over the same raw inputs, with mean 0 and scale 1; the network itself where it has that, or would lose by it.
    /// </summary>
    /// <param name="net">The network.</param>
    /// <param name="always">Whether it is folded whatever is lost: nothing is with int8 encoders, which take raw bytes.</param>
    public static FreeNet Apply(FreeNet net, bool always = false) =>
        !net.Domain.Normalises || (!always && !IsHarmless(net)) ? net : Fold(net);

    /// <summary>Folds, whatever is lost.</summary>
    public static FreeNet Fold(FreeNet net)
    {
        var domain = net.Domain;
        var bias = new float[net.Neurons];
        for (var neuron = 0; neuron < net.Neurons; neuron++)
        {
            var sum = net.Encoder.NonZero(neuron)
                .Sum(weight => (double)domain.Mean[weight.Column] * domain.Scale[weight.Column] * weight.Value);
            bias[neuron] = Finite(net.EncoderBias[neuron] - sum);
        }

        return net with
        {
            Domain = domain with { Mean = 0, Scale = 1 },
            Encoder = net.Encoder.Map(weight => Finite((double)weight.Value * domain.Scale[weight.Column])),
            EncoderBias = bias,
        };
    }

    /// <summary>What is spared: a subtraction and a multiplication an input.</summary>
    public static string? Note(FreeNet before, FreeNet after) => (before.Domain.Normalises, after.Domain.Normalises) switch
    {
        (false, _) => "there was none",
        (_, false) => "inputs are read as they come",
        _ => $"left alone: {Reason(before)}; inputs are normalised while they are read",
    };

    private static string Reason(FreeNet net) => Loss(net) > MaxLoss
        ? FormattableString.Invariant(
            $"the mean is {Means(net).Max():0.#} deviations from 0, and sums of raw inputs would lose {Loss(net):0.0e+0} of one")
        : "weights times scale would leave the range of float32";

    private static bool IsHarmless(FreeNet net)
    {
        var largest = net.Encoder.NonZero()
            .Select(weight => Math.Abs((double)weight.Value * net.Domain.Scale[weight.Column]))
            .DefaultIfEmpty(0)
            .Max();
        return Loss(net) <= MaxLoss && (largest == 0 || largest is >= SmallestWeight and <= float.MaxValue);
    }

    /// <summary>
    /// What folding adds to the error of z, in standard deviations of an input: each weight and each partial sum is rounded at the size
    /// of the mean, by chance up or down.
    /// </summary>
    private static double Loss(FreeNet net) => Math.Pow(2, -24) * Math.Sqrt(Means(net).Sum(static mean => mean * mean));

    /// <summary>Each input's mean in its own deviations.</summary>
    private static IEnumerable<double> Means(FreeNet net) =>
        Enumerable.Range(0, net.Inputs).Select(input => Math.Abs((double)net.Domain.Mean[input] * net.Domain.Scale[input]));

    private static float Finite(double value) => (float)Math.Max(-float.MaxValue, Math.Min(float.MaxValue, value));
}
