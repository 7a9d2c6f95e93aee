using FreeNets.Model;

namespace FreeNets.Compiler.Kernels.Activations;

/// <summary>The largest error of each σ in generated code, of families with FMA, measured at every 4,099th float32.</summary>
public static class FunctionError
{
    /// <summary>A sentence about the activations of a network that are not exact; null where all are.</summary>
    internal static string? Of(FreeNet net)
    {
        var inexact = Enumerable.Range(0, net.Neurons)
            .Select(net.ActivationOf)
            .Concat(net.OutputsInGroups().Select(static group => group.Activation))
            .Where(static activation => Ulp(activation) > 1).Distinct().ToArray();
        return inexact.Length == 0 ? null : FormattableString.Invariant(
            $"Activations: {string.Join(", ", inexact)}; off by at most {inexact.Max(Ulp)} units in the last place, ")
            + "where the machine has FMA.";
    }

    /// <summary>
    /// In units in the last place of the exact value, or of 1e-35 where that is larger; of the sine and cosine of α · z in float32, in
    /// units of 2⁻²⁴ up to 100,000. 1 where σ is made of few exact steps.
    /// </summary>
    public static double Ulp(Activation activation) => activation.Function switch
    {
        ActivationFunction.Softsign => 1.5,
        ActivationFunction.Elu or ActivationFunction.Sine or ActivationFunction.Cosine => 2,
        ActivationFunction.Sigmoid or ActivationFunction.Tanh or ActivationFunction.Softplus => 2.5,
        ActivationFunction.Silu => 3,
        ActivationFunction.Mish => 4,
        ActivationFunction.Gelu => 5,

        // Where they are tiny, of an exponent whose rounding counts up to 100 times.
        ActivationFunction.Gaussian => 64,
        ActivationFunction.GeluTanh => 128,
        _ => 1,
    };
}
