namespace FreeNets.Model;

/// <summary>Every <see cref="ActivationFunction"/> in float64, for the reference evaluator.</summary>
internal static class ReferenceActivation
{
    /// <summary>σ(z) of a function that looks at one value. NaN goes through.</summary>
    public static double Apply(Activation activation, double z)
    {
        double alpha = activation.Alpha, beta = activation.Beta;
        return activation.Function switch
        {
            ActivationFunction.Relu => Math.Max(z, 0),
            ActivationFunction.SquaredRelu => Math.Max(z, 0) * Math.Max(z, 0),
            ActivationFunction.LeakyRelu => z < 0 ? alpha * z : z,
            ActivationFunction.Clip => Clip(z, alpha, beta),
            ActivationFunction.Sigmoid => Sigmoid(z),
            ActivationFunction.Tanh => Math.Tanh(z),
            ActivationFunction.HardSigmoid => Clip((alpha * z) + beta, 0, 1),
            ActivationFunction.HardSwish => z * Clip(z + 3, 0, 6) / 6,
            ActivationFunction.Silu => z * Sigmoid(z),
            ActivationFunction.Gelu => z * ErrorFunction.Complement(-z / Math.Sqrt(2)) / 2,
            // 1 + tanh u without cancellation
            ActivationFunction.GeluTanh => z * Sigmoid(Math.Sqrt(8 / Math.PI) * (z + (0.044715 * z * z * z))),
            ActivationFunction.Elu => beta * (z < 0 ? alpha * ExpMinus1(z) : z),
            ActivationFunction.Softplus => Softplus(z),
            ActivationFunction.Softsign => z / (1 + Math.Abs(z)),
            ActivationFunction.Mish => z * Math.Tanh(Softplus(z)),
            ActivationFunction.Identity => z,
            ActivationFunction.Step => double.IsNaN(z) ? z : z > 0 ? 1 : 0,
            ActivationFunction.Sine => Math.Sin(alpha * z),
            ActivationFunction.Cosine => Math.Cos(alpha * z),
            ActivationFunction.Gaussian => Math.Exp(-alpha * z * z),
            ActivationFunction.Absolute => Math.Abs(z),
            ActivationFunction.Inverse => -z,
            _ => throw new ArgumentException($"{activation} is not the activation of one value.", nameof(activation)),
        };
    }

    /// <summary>Turns the logits of a group of outputs into its outputs, in place.</summary>
    public static void Apply(OutputGroup group, double[] logits)
    {
        var end = group.First + group.Count;
        if (!group.Activation.IsOfGroup)
        {
            for (var o = group.First; o < end; o++)
            {
                logits[o] = Apply(group.Activation, logits[o]);
            }

            return;
        }

        // Without its largest logit no exponential overflows.
        var largest = double.NegativeInfinity;
        for (var o = group.First; o < end; o++)
        {
            largest = Math.Max(largest, logits[o]);
        }

        var sum = 0.0;
        for (var o = group.First; o < end; o++)
        {
            sum += Math.Exp(logits[o] - largest);
        }

        for (var o = group.First; o < end; o++)
        {
            var shifted = logits[o] - largest;
            logits[o] = group.Activation == Activation.Softmax ? Math.Exp(shifted) / sum : shifted - Math.Log(sum);
        }
    }

    private static double Clip(double z, double minimum, double maximum) => Math.Min(Math.Max(z, minimum), maximum);

    private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    private static double Softplus(double z) => Math.Max(z, 0) + LogOf1Plus(Math.Exp(-Math.Abs(z)));

    /// <summary>ln(1 + x) without the error of rounding 1 + x (Kahan).</summary>
    private static double LogOf1Plus(double x) => 1 + x is var sum && sum == 1 ? x : Math.Log(sum) * x / (sum - 1);

    /// <summary>eᶻ − 1 without cancellation near 0 (Kahan).</summary>
    private static double ExpMinus1(double z) =>
        z < -40 ? -1 : Math.Exp(z) is var e && e == 1 ? z : (e - 1) * z / Math.Log(e);
}
