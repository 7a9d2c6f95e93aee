using FreeNets.Model;

namespace FreeNets.Trainer.Data;

/// <summary>
/// Puts a <see cref="Preparation"/> into the network that was trained behind it, which then takes raw inputs and gives raw numbers.
/// </summary>
/// <remarks>
/// Means and scales become those of the inputs, and of the decoder. What a neuron makes of a category's number x in 0 … m − 1 is any
/// function f of it, and every such function is
/// <code>
/// f(x) = f(0) + (f(1) − f(0)) · x + Σ_{0 &lt; j &lt; m − 1} (f(j + 1) − 2 f(j) + f(j − 1)) · relu(x − j)
/// </code>
/// so m − 2 neurons with ReLU, which all others share, take the place of m inputs.
/// </remarks>
internal static class PreparationFold
{
    /// <summary>Inputs that a model file names, at most.</summary>
    private const int MostNamed = 1000;

    /// <summary>The neurons that stand for categories.</summary>
    public static int Neurons(Preparation preparation) =>
        preparation.Features.Sum(static feature => feature.IsOneHot ? Math.Max(0, feature.Width - 2) : 0);

    /// <summary>The network of raw inputs.</summary>
    /// <param name="preparation">What was done to the inputs and targets.</param>
    /// <param name="trained">The network of prepared inputs, with logits.</param>
    public static FreeNet Apply(Preparation preparation, FreeNet trained)
    {
        var (added, features) = (Neurons(preparation), preparation.Features);
        var (neurons, inputs) = (added + trained.Neurons, features.Count);
        var encoder = new double[neurons, inputs];
        var bias = new double[neurons];
        var edges = new List<Weight>();
        var source = trained.Encoder.ToDense();
        for (var i = 0; i < trained.Neurons; i++)
        {
            bias[added + i] = trained.EncoderBias[i];
        }

        var (column, neuron) = (0, 0);
        for (var p = 0; p < inputs; p++)
        {
            var feature = features[p];
            for (var j = 1; feature.IsOneHot && j < feature.Width - 1; j++)
            {
                (encoder[neuron + j - 1, p], bias[neuron + j - 1]) = (1, -j);
            }

            for (var i = 0; i < trained.Neurons; i++)
            {
                Fold(feature, source.AsSpan((i * trained.Inputs) + column, feature.Width), p, added + i, neuron);
            }

            column += feature.Width;
            neuron += feature.IsOneHot ? Math.Max(0, feature.Width - 2) : 0;
        }

        edges.AddRange(trained.Edges.Entries().Select(edge => new Weight(added + edge.Row, added + edge.Column, edge.Value)));
        return trained with
        {
            Inputs = inputs,
            Neurons = neurons,
            NeuronActivations = added == 0 || trained.Activation == Activation.Relu
                ? []
                : Enumerable.Range(0, neurons).Select(i => i < added ? Activation.Relu : trained.Activation).ToArray(),
            Domain = DomainOf(features),
            Columns = inputs > MostNamed ? [] : features.Select(static feature => feature.Column).ToArray(),
            Encoder = WeightMatrix.Of(neurons, inputs, [.. encoder.Cast<double>().Select(static weight => (float)weight)]),
            EncoderBias = Array.ConvertAll(bias, static value => (float)value),
            Edges = SparseMatrix.Of(neurons, neurons, edges),
            Decoder = Decoder(preparation, trained, added),
            DecoderBias = trained.DecoderBias.Select((value, o) => preparation.Targets.Count == 0
                ? value
                : (float)((value * preparation.Targets[o].Deviation) + preparation.Targets[o].Mean)).ToArray(),
        };

        void Fold(Feature feature, ReadOnlySpan<float> f, int input, int target, int first)
        {
            if (!feature.IsOneHot)
            {
                encoder[target, input] = f[0];
                return;
            }

            bias[target] += f[0];
            encoder[target, input] = f.Length > 1 ? (double)f[1] - f[0] : 0;
            for (var j = 1; j < f.Length - 1; j++)
            {
                var bend = (float)((double)f[j + 1] - (2.0 * f[j]) + f[j - 1]);
                if (bend != 0)
                {
                    edges.Add(new Weight(target, first + j - 1, bend));
                }
            }
        }
    }

    private static WeightMatrix Decoder(Preparation preparation, FreeNet trained, int added)
    {
        var neurons = added + trained.Neurons;
        var weights = new float[trained.Outputs * neurons];
        var source = trained.Decoder.ToDense();
        for (var o = 0; o < trained.Outputs; o++)
        {
            var factor = preparation.Targets.Count == 0 ? 1 : preparation.Targets[o].Deviation;
            for (var i = 0; i < trained.Neurons; i++)
            {
                weights[(o * neurons) + added + i] = (float)(source[(o * trained.Neurons) + i] * factor);
            }
        }

        return WeightMatrix.Of(trained.Outputs, neurons, weights);
    }

    /// <summary>Numbers may be any; a category's is one of those there are.</summary>
    private static InputDomain DomainOf(IReadOnlyList<Feature> features) => new()
    {
        Type = InputType.Float32,
        Minimum = Each(features, static feature => feature.Column.Categories.Count > 0 ? 0 : float.NegativeInfinity),
        Maximum =
            Each(features, static feature => feature.Column.Categories.Count is > 0 and var count ? count - 1 : float.PositiveInfinity),
        Mean = Each(features, static feature => feature.Mean),
        Scale = Each(features, static feature => feature.Scale),
    };

    private static PerInput Each(IReadOnlyList<Feature> features, Func<Feature, float> value)
    {
        var values = features.Select(value).ToArray();
        return values.Distinct().Count() == 1 ? values[0] : new PerInput(values);
    }
}
