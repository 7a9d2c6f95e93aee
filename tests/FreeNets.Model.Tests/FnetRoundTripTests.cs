using CsCheck;
using FreeNets.Model;

namespace FreeNets.Tests;

public class FnetRoundTripTests
{
    private static readonly float[] s_extremes = [0f, -0f, float.Epsilon, -float.Epsilon, 1.1754942e-38f, float.MaxValue, float.MinValue];

    private static readonly Gen<float> s_finite = Gen.Frequency(
        (8, Gen.Float.Where(float.IsFinite)),
        (1, Gen.Int[0, s_extremes.Length - 1].Select(i => s_extremes[i])));

    private static readonly Gen<string> s_text = Gen.String[Gen.Char["abz \"\\/ä€\uFFFD\u00A0<>&{},:'"], 1, 200];

    private static readonly Gen<Activation> s_activation = Of(
        Activation.Relu,
        Activation.SquaredRelu,
        Activation.Relu6,
        Activation.Selu,
        Activation.LeakyRelu(0.1f),
        Activation.LeakyRelu(-0f),
        Activation.LeakyRelu(0),
        Activation.HardSigmoid(1 / 6f),
        Activation.Sine(MathF.PI),
        Activation.Tanh,
        Activation.Identity);

    private static readonly Gen<Provenance> s_provenance =
        from dataSet in s_text.Null()
        from seed in Gen.Long.Nullable()
        from epsilon in Gen.Double[0, 1].Nullable()
        from epochs in Gen.Int[0, int.MaxValue].Nullable()
        from rounds in Gen.Int[0, int.MaxValue].Nullable()
        from accuracy in Gen.Double[0, 1].Nullable()
        from density in Gen.Double[0, 1].Nullable()
        from budget in Gen.Long[0, long.MaxValue].Nullable()
        from pattern in s_text.Null()
        from tool in s_text.Null()
        select new Provenance
        {
            DataSet = dataSet,
            Seed = seed,
            Epsilon = epsilon,
            Epochs = epochs,
            Rounds = rounds,
            TestAccuracy = accuracy,
            InputDensity = density,
            Budget = budget,
            Pattern = pattern,
            Tool = tool,
        };

    private static readonly Gen<FreeNet> s_net =
        from inputs in Gen.Int[1, 7]
        from neurons in Gen.Int[1, 9]
        from outputs in Gen.Int[1, 4]
        from bits in Gen.Bool.Array[neurons * neurons]
        from hasLabels in Gen.Bool
        from labels in s_text.Array[hasLabels ? outputs : 0]
        from name in s_text
        from activation in s_activation
        from neuronActivations in Gen.OneOf(Gen.Const(Array.Empty<Activation>()), s_activation.Array[neurons])
        from output in Gen.OneOf(s_activation, Of(Activation.Softmax, Activation.LogSoftmax))
        from split in Gen.Int[0, outputs]
        from domain in DomainOf(inputs)
        from columns in ColumnsOf(inputs)
        from checks in Gen.Int[0, 3]
        let graph = Ncg.FromPredicate(neurons, (target, source) => bits[(target * neurons) + source])
        from encoder in MatrixOf(neurons, inputs)
        from encoderBias in s_finite.Array[neurons]
        from edgeWeights in s_finite.Array[graph.EdgeCount]
        from decoder in MatrixOf(outputs, neurons)
        from decoderBias in s_finite.Array[outputs]
        from logits in s_finite.Array[checks * outputs]
        from shares in Gen.Int[0, 2].Array[checks * inputs]
        from provenance in s_provenance
        select new FreeNet
        {
            Name = name,
            Inputs = inputs,
            Neurons = neurons,
            Outputs = outputs,
            Activation = activation,
            NeuronActivations = neuronActivations,
            OutputActivation = split == 0 ? output : Activation.Identity,
            OutputGroups = Groups(outputs, split, output),
            Domain = domain,
            Columns = columns,
            Labels = labels,
            Encoder = encoder,
            EncoderBias = encoderBias,
            Edges = SparseMatrix.Of(graph, edgeWeights),
            Decoder = decoder,
            DecoderBias = decoderBias,
            Checks = new CheckVectors
            {
                Count = checks,
                Inputs = shares.Select((share, i) => InsideDomain(domain, i % inputs, share)).ToArray(),
                Logits = logits,
            },
            Provenance = provenance,
        };

    [Fact]
    public void Whatever_is_written_reads_back_bit_for_bit() => s_net.Sample(
        net =>
        {
            var text = FnetWriter.Write(net);
            var read = FnetReader.Read(text);

            Assert.Null(read.Error);
            Assert.Equal(net, read.Net);
            Assert.Equal(Bits(net), Bits(read.Net!));
            Assert.Equal(text, FnetWriter.Write(read.Net!));
        },
        seed: "0N0XIzNsQ0O2",
        iter: 3_000);

    private static Gen<Activation> Of(params Activation[] activations) => Gen.Int[0, activations.Length - 1].Select(i => activations[i]);

    private static Gen<InputDomain> DomainOf(int inputs) =>
        from isByte in Gen.Bool
        let low = isByte ? Gen.Float[0, 127] : s_finite.Select(static value => Math.Min(value, 0))
        let high = isByte ? Gen.Float[128, 255] : s_finite.Select(static value => Math.Max(value, 0))
        from minimum in PerInputOf(inputs, isByte ? low : Gen.Frequency((4, low), (1, Gen.Const(float.NegativeInfinity))))
        from maximum in PerInputOf(inputs, isByte ? high : Gen.Frequency((4, high), (1, Gen.Const(float.PositiveInfinity))))
        from mean in PerInputOf(inputs, s_finite)
        from scale in PerInputOf(inputs, s_finite.Where(static scale => scale != 0))
        select new InputDomain
        {
            Type = isByte ? InputType.UInt8 : InputType.Float32,
            Minimum = minimum,
            Maximum = maximum,
            Mean = mean,
            Scale = scale,
        };

    private static Gen<InputColumn[]> ColumnsOf(int inputs) =>
        from isNamed in Gen.Bool
        from names in s_text.Array[isNamed ? inputs : 0]
        from categories in Gen.Int[0, 3].Array[inputs]
        from missing in Gen.OneOf(Gen.Const((float?)null), s_finite.Select(static value => (float?)value))
        select names.Select((name, i) => new InputColumn($"{i}{name}"[..Math.Min(200, name.Length + 1)])
        {
            Categories = Enumerable.Range(0, categories[i]).Select(static c => $"c{c}").ToArray(),
            Missing = missing,
        }).ToArray();

    private static Gen<PerInput> PerInputOf(int inputs, Gen<float> value) =>
        Gen.OneOf(value.Select(static one => new PerInput(one)), value.Array[inputs].Select(static each => new PerInput(each)));

    private static Gen<WeightMatrix> MatrixOf(int rows, int columns) =>
        from values in s_finite.Array[rows * columns]
        from isLive in Gen.Bool.Array[rows * columns]
        from isSparse in Gen.Bool
        let places = Enumerable.Range(0, values.Length).Where(i => isLive[i])
        select isSparse
            ? SparseMatrix.Of(rows, columns, places.Select(i => new Weight(i / columns, i % columns, values[i])))
            : (WeightMatrix)new DenseMatrix(rows, columns, values);

    private static OutputGroup[] Groups(int outputs, int split, Activation activation) =>
        split == 0 ? []
        : split == outputs ? [new OutputGroup("all", 0, outputs, activation)]
        : [new OutputGroup("actor", 0, split, activation), new OutputGroup("critic", split, outputs - split, Activation.Identity)];

    private static float InsideDomain(InputDomain domain, int input, int share) => domain.Type == InputType.UInt8
        ? 127 + (share / 2)
        : Math.Clamp(share switch { 0 => float.MinValue, 1 => float.MaxValue, _ => 0.1f }, domain.Minimum[input], domain.Maximum[input]);

    // Records compare 0 and −0 as equal; bits do not.
    private static int[] Bits(FreeNet net) =>
    [
        .. new[] { net.Domain.Minimum, net.Domain.Maximum, net.Domain.Mean, net.Domain.Scale }
            .SelectMany(values => Enumerable.Range(0, net.Inputs).Select(input => values[input]))
            .Concat(
                Enumerable.Range(0, net.Neurons)
                    .SelectMany(neuron => new[] { net.ActivationOf(neuron).Alpha, net.ActivationOf(neuron).Beta }))
            .Concat(net.Encoder.Stored).Concat(net.EncoderBias).Concat(net.Edges.Stored).Concat(net.Decoder.Stored).Concat(net.DecoderBias)
            .Concat(net.Checks.Inputs).Concat(net.Checks.Logits)
            .Select(BitConverter.SingleToInt32Bits),
    ];
}
