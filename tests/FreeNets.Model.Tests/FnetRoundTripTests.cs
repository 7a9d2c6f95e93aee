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

    private static readonly Gen<InputDomain> s_domain =
        from isByte in Gen.Bool
        from a in isByte ? Gen.Float[0, 127] : s_finite
        from b in isByte ? Gen.Float[128, 255] : s_finite
        from mean in s_finite
        from scale in s_finite.Where(scale => scale != 0)
        select new InputDomain
        {
            Type = isByte ? InputType.UInt8 : InputType.Float32,
            Minimum = Math.Min(a, b),
            Maximum = Math.Max(a, b),
            Mean = mean,
            Scale = scale,
        };

    private static readonly Gen<Provenance> s_provenance =
        from dataSet in s_text.Null()
        from seed in Gen.Long.Nullable()
        from epsilon in Gen.Double[0, 1].Nullable()
        from epochs in Gen.Int[0, int.MaxValue].Nullable()
        from rounds in Gen.Int[0, int.MaxValue].Nullable()
        from accuracy in Gen.Double[0, 1].Nullable()
        from density in Gen.Double[0, 1].Nullable()
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
        from isSquared in Gen.Bool
        from domain in s_domain
        from checks in Gen.Int[0, 3]
        let graph = Ncg.FromPredicate(neurons, (target, source) => bits[(target * neurons) + source])
        from encoder in s_finite.Array[neurons * inputs]
        from encoderBias in s_finite.Array[neurons]
        from edgeWeights in s_finite.Array[graph.EdgeCount]
        from decoder in s_finite.Array[outputs * neurons]
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
            Activation = isSquared ? Activation.SquaredRelu : Activation.Relu,
            Domain = domain,
            Labels = labels,
            Encoder = new DenseMatrix(neurons, inputs, encoder),
            EncoderBias = encoderBias,
            Edges = SparseMatrix.Of(graph, edgeWeights),
            Decoder = new DenseMatrix(outputs, neurons, decoder),
            DecoderBias = decoderBias,
            Checks = new CheckVectors
            {
                Count = checks,
                Inputs = Array.ConvertAll(shares, share => InsideDomain(domain, share)),
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

    private static float InsideDomain(InputDomain domain, int share) => domain.Type == InputType.UInt8
        ? 127 + (share / 2)
        : share switch { 0 => domain.Minimum, 1 => domain.Maximum, _ => Math.Clamp(0.1f, domain.Minimum, domain.Maximum) };

    // Records compare 0 and −0 as equal; bits do not.
    private static int[] Bits(FreeNet net) =>
    [
        .. new[] { net.Domain.Minimum, net.Domain.Maximum, net.Domain.Mean, net.Domain.Scale }
            .Concat(net.Encoder.Stored).Concat(net.EncoderBias).Concat(net.Edges.Stored).Concat(net.Decoder.Stored).Concat(net.DecoderBias)
            .Concat(net.Checks.Inputs).Concat(net.Checks.Logits)
            .Select(BitConverter.SingleToInt32Bits),
    ];
}
