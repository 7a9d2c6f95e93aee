using FreeNets.Import.Graph;
using FreeNets.Model;

namespace FreeNets.Import.Check;

/// <summary>Computes scalars in float64, one by one, as they were drawn.</summary>
internal static class ScalarValues
{
    /// <summary>The value of each scalar for one input.</summary>
    public static double[] Of(IReadOnlyList<Scalar> all, float[] input)
    {
        var values = new double[all.Count];
        foreach (var scalar in all)
        {
            values[scalar.Index] = scalar switch
            {
                InputScalar own => input[own.Input],
                LinearScalar linear => linear.Constant + linear.Terms.Sum(term => term.Weight * values[term.Source.Index]),
                ActivatedScalar activated => ReferenceEvaluator.Activate(activated.Activation, values[activated.Source.Index]),
                SoftmaxScalar member => Probability(member, values),
                _ => double.NaN,
            };
        }

        return values;
    }

    private static double Probability(SoftmaxScalar member, double[] values)
    {
        var own = values[member.Group.Logits[member.Place].Index];
        return 1 / member.Group.Logits.Sum(logit => Math.Exp(values[logit.Index] - own));
    }
}
