using FreeNets.Model;

namespace FreeNets.Compiler;

/// <summary>Check vectors for an encoder of lower precision: the file's inputs, with the logits that the rounded network gives.</summary>
/// <remarks>So that a self-test holds the code to its own network as tightly as at float32, instead of allowing for the rounding.</remarks>
internal static class RoundedChecks
{
    /// <summary><paramref name="net"/> with the check logits of <paramref name="rounded"/>, which takes the same raw inputs.</summary>
    public static FreeNet Of(FreeNet net, FreeNet rounded)
    {
        var logits = Enumerable.Range(0, net.Checks.Count)
            .SelectMany(
                check => ReferenceEvaluator.Evaluate(rounded, net.Checks.Inputs.Skip(check * net.Inputs).Take(net.Inputs).ToArray()))
            .Select(static logit => (float)logit)
            .ToArray();
        return net with { Checks = net.Checks with { Logits = logits } };
    }
}
