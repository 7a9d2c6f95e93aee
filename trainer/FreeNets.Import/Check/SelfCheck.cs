using FreeNets.Import.Graph;
using FreeNets.Import.Lower;
using FreeNets.Import.Onnx;
using FreeNets.Model;
using static FreeNets.Import.Onnx.TensorProto.Types;

namespace FreeNets.Import.Check;

/// <summary>Computes what the file computes, in float64 and node by node, and holds the network against it.</summary>
internal static class SelfCheck
{
    private const int Vectors = 4;
    private const int Seed = 20_260;
    private const double Tolerance = 1e-5;

    /// <summary>The network with check vectors, and the largest difference on them.</summary>
    /// <param name="lowered">The network.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="source">What the file computes for an input: each of its outputs, by name.</param>
    /// <exception cref="Refusal">The network computes something else.</exception>
    public static (FreeNet Net, double Difference) Apply(
        Lowered lowered, IReadOnlyList<GraphInput> inputs, Func<float[], Func<string, Tensor>> source)
    {
        var (net, outputs) = (lowered.Net, Descriptions.Of(lowered));
        var random = new Random(Seed);
        var (vectors, logits) = (new List<float>(), new List<float>());
        var largest = 0.0;
        for (var vector = 0; vector < Vectors; vector++)
        {
            var input = Draw(random, net, inputs);
            var sums = ReferenceEvaluator.Evaluate(net, input);
            logits.AddRange(sums.Select(static logit => (float)logit));
            var computed = HasActivations(net) ? ReferenceEvaluator.Outputs(net, input) : sums;
            var expected = source(input);
            foreach (var output in outputs)
            {
                largest = Math.Max(largest, Difference(output, expected(output.Name), computed));
            }

            vectors.AddRange(input);
        }

        return logits.TrueForAll(float.IsFinite)
            ? (net with { Checks = new CheckVectors { Count = Vectors, Inputs = vectors.ToArray(), Logits = logits.ToArray() } }, largest)
            : throw new Refusal("its outputs are NaN or infinite on random inputs around 0");
    }

    private static bool HasActivations(FreeNet net) =>
        net.OutputActivation != Activation.Identity || net.OutputGroups.Any(static group => group.Activation != Activation.Identity);

    private static float[] Draw(Random random, FreeNet net, IReadOnlyList<GraphInput> inputs) =>
    [
        .. inputs.SelectMany(input => Enumerable.Range(input.First, input.Count).Select(i => input.Type switch
        {
            DataType.Uint8 => random.Next(256),
            DataType.Float when float.IsFinite(net.Domain.Minimum[i])
                && float.IsFinite(net.Domain.Maximum[i]) => Between(random, net.Domain, i),
            DataType.Float or DataType.Double => (float)(net.Domain.Mean[i] + (((3 * random.NextDouble()) - 1.5) / net.Domain.Scale[i])),
            DataType.Bool => random.Next(2),
            _ => random.Next(10),
        })),
    ];

    private static float Between(Random random, InputDomain domain, int input)
    {
        var (minimum, maximum) = ((double)domain.Minimum[input], (double)domain.Maximum[input]);
        var value = minimum + (random.NextDouble() * (maximum - minimum));
        return (float)(domain.Type == InputType.UInt8 ? Math.Min(Math.Ceiling(value), Math.Floor(maximum)) : value);
    }

    private static double Difference(ImportedOutput output, Tensor expected, double[] computed)
    {
        // Labels may be text, or numbers that are not places; the scores that choose them are what is compared.
        if (expected.Numbers is not { } numbers || (output.IsClass && output.Labels.Count > 0))
        {
            return 0;
        }

        double[] own = output.IsClass
            ? [.. output.Spans.Select(span => (double)LargestOf(computed.AsSpan(span.First, span.Count)))]
            : [.. output.Spans.SelectMany(span => computed[span.First..(span.First + span.Count)])];
        var scale = Math.Max(1, numbers.Max(Math.Abs));
        var largest = 0.0;
        for (var i = 0; i < own.Length; i++)
        {
            var wanted = numbers[output.Order.Count > 0 ? output.Order[i] : i];
            var difference = Math.Abs(own[i] - wanted) / scale;
            largest = Math.Max(largest, difference);
            if (!(difference <= Tolerance) && !own[i].Equals(wanted))
            {
                throw new Refusal(
                    $"output '{Text.Shown(output.Name)}': the network computes {own[i]} where the file's own arithmetic gives {wanted}; "
                    + "its weights are too large or too different in size for float32, or the importer is at fault");
            }
        }

        return largest;
    }

    private static int LargestOf(ReadOnlySpan<double> values)
    {
        var place = 0;
        for (var i = 1; i < values.Length; i++)
        {
            place = values[i] > values[place] ? i : place;
        }

        return place;
    }
}
