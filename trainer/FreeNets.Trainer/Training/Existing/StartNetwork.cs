using System.Text.Json;
using System.Text.Json.Serialization;
using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Networks;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training.Existing;

/// <summary>A network that a training starts from, with its weights and graph, instead of drawing a new one.</summary>
/// <remarks>
/// Its normalisation gives way to the trainer's, in which inputs are of the size that learning rates are made for: a network of raw bytes
/// has weights of a thousandth.
/// </remarks>
/// <param name="Path">Its file.</param>
/// <param name="Net">The network.</param>
[JsonConverter(typeof(JsonPath))]
public sealed record StartNetwork(string Path, FreeNet Net)
{
    /// <summary>The most neurons: the trainer has a weight for each pair of them.</summary>
    public const int MostNeurons = 4096;

    // The habits of exporters: 0 to 1, or 0 to 255 with the division inside the network.
    private static readonly double[] s_byteScales = [1.0 / 255, 1];

    /// <summary>What the network takes for a byte b of an image: b times this.</summary>
    public double ByteScale { get; init; } = 1;

    /// <summary>Why the trainer cannot start from a network, or null when it can.</summary>
    public static string? FaultOf(FreeNet net) => net.Neurons > MostNeurons
        ? $"it has {net.Neurons} neurons, and at most {MostNeurons} can be trained."
        : FreeNetModule.FaultOf(net);

    /// <summary>The data, with categories as the numbers that the network takes.</summary>
    /// <exception cref="TrainingException">The network is not for such data.</exception>
    public TrainingData Prepare(TrainingData data)
    {
        if (FaultOf(data) is { } fault)
        {
            throw new TrainingException($"--from {Path}: {fault}");
        }

        return data.Preparation is not { } preparation ? data : data with
        {
            Preparation = new Preparation(
                [.. preparation.Features.Select((feature, p) => feature
                with { Column = Net.Columns.Count > 0 ? Net.Columns[p] : feature.Column, IsOneHot = false })],
                preparation.Targets),
        };
    }

    /// <summary>
    /// A network of float32 inputs does not say what it takes for a byte: the one of the usual scales with which it gets most of the
    /// training images right.
    /// </summary>
    public StartNetwork WithLikelyByteScale(TrainingData data)
    {
        if (Net.Domain.Type == InputType.UInt8 || data.Preparation is not null)
        {
            return this;
        }

        var step = Math.Max(1, data.Train.Count / 1000);
        using var samples =
            new SampleTensors(data.Train.Select([.. Enumerable.Range(0, data.Train.Count).Where(n => n % step == 0)]), null);
        return s_byteScales.Select(scale => this with { ByteScale = scale }).MaxBy(start =>
        {
            using var module = start.ToModule(data);
            return Scoring.Of(module, samples).Accuracy;
        })!;
    }

    /// <summary>The network as it is trained: of prepared inputs, with logits or standardised numbers. The caller owns it.</summary>
    /// <param name="data">What <see cref="Prepare"/> gave.</param>
    public FreeNetModule ToModule(TrainingData data)
    {
        var module = FreeNetModule.FromFreeNet(WithNormalisationOf(data));
        if (data.IsRegression)
        {
            using var untracked = no_grad();
            using var scope = NewDisposeScope();
            var targets = data.Preparation!.Targets;
            var (mean, deviation) = (Each(static unit => unit.Mean), Each(static unit => unit.Deviation));
            module.Decoder.copy_(module.Decoder / deviation.unsqueeze(1));
            module.DecoderBias.copy_((module.DecoderBias - mean) / deviation);

            Tensor Each(Func<Unit, double> value) => tensor(targets.Select(unit => (float)value(unit)).ToArray());
        }

        return module;
    }

    /// <summary>What was trained, with the range of the inputs and the activation of the outputs that the network had.</summary>
    /// <param name="trained">The trained network of raw inputs.</param>
    public FreeNet Finish(FreeNet trained) => trained with
    {
        Domain = trained.Domain.Type == InputType.UInt8
            ? trained.Domain
            : trained.Domain with { Minimum = Net.Domain.Minimum, Maximum = Net.Domain.Maximum },
        OutputActivation = Net.OutputActivation,
    };

    private string? FaultOf(TrainingData data)
    {
        var names = data.Preparation?.Features.Select(static feature => feature.Column).ToArray() ?? [];
        return data switch
        {
            _ when Net.Inputs != data.Train.Inputs || Net.Outputs != data.Outputs =>
                $"the network has {Net.Inputs} inputs and {Net.Outputs} outputs, the data {data.Train.Inputs} and {data.Outputs}. "
                    + "Give data that it is for.",
            { Preparation: not null } when Net.Domain.Type == InputType.UInt8 =>
                "the network takes bytes, and the data are numbers. Give images.",
            { IsRegression: true } when Net.OutputActivation != Activation.Identity =>
                "its outputs are probabilities, and the data want numbers.",
            { IsRegression: false } when Net.Labels.Count > 0 && !Net.Labels.SequenceEqual(data.OutputNames) =>
                $"its classes are {string.Join(", ", Net.Labels)}, those of the data {string.Join(", ", data.OutputNames)}, "
                    + "which must be the same in the same order.",
            _ when Net.Columns.Count > 0 && Array.FindIndex(names, column => !Net.Columns.Contains(column)) is >= 0 and var p =>
                $"the data's input {names[p].Name} is none of the network's, or has other categories. "
                    + "Give a table with the columns that it was trained on.",
            _ when Net.Columns.Count > 0 && names.Length > 0 && !Net.Columns.SequenceEqual(names) =>
                $"its inputs are {string.Join(", ", Net.Columns.Select(static column => column.Name))}, in this order. "
                    + "Give a table with the columns in it.",
            _ => null,
        };
    }

    /// <summary>
    /// The network of the prepared inputs t of the data. With a raw input r = t / scale + mean, and what the network takes, f · r,
    /// <code>
    /// x = (f · r − mean') · scale' = t · (f · scale' / scale) + (f · mean − mean') · scale'
    /// </code>
    /// </summary>
    private FreeNet WithNormalisationOf(TrainingData data)
    {
        var (own, f) = (Net.Domain, ByteScale);
        var bytes = Architecture.UnitBytes;
        var bias = Net.EncoderBias.Select(static value => (double)value).ToArray();
        foreach (var (neuron, p, weight) in Net.Encoder.NonZero())
        {
            bias[neuron] += weight * ((f * Of(p).Mean) - own.Mean[p]) * own.Scale[p];
        }

        return Net with
        {
            Domain = data.Preparation is null ? bytes : Architecture.Prepared,
            Encoder = Net.Encoder.Map(weight => (float)(weight.Value * f * own.Scale[weight.Column] / Of(weight.Column).Scale)),
            EncoderBias = Array.ConvertAll(bias, static value => (float)value),
        };

        (double Mean, double Scale) Of(int input) => data.Preparation?.Features[input] is { } feature
            ? (feature.Mean, feature.Scale)
            : (bytes.Mean.Uniform, bytes.Scale.Uniform);
    }

    private sealed class JsonPath : JsonConverter<StartNetwork>
    {
        public override StartNetwork Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, StartNetwork value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Path);
    }
}
