using System.Runtime.InteropServices;
using FreeNets.Compiler.Machines;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>
/// NaN and infinity: where a weight uses the input they come out as the documentation says, and elsewhere they do not matter.
/// </summary>
public class NotANumberTests
{
    // 37 samples: whole blocks of every width and a rest.
    private const int Samples = 37;

    /// <summary>A sample in the first block, one in the middle, and the last of the rest.</summary>
    private static readonly int[] s_places = [1, 17, Samples - 1];

    public static TheoryData<Precision, Isa> Precisions
    {
        get
        {
            var cases = new TheoryData<Precision, Isa>();
            foreach (var isa in s_families)
            {
                Array.ForEach(Enum.GetValues<Precision>(), precision => cases.Add(precision, isa));
            }

            return cases;
        }
    }

    private static readonly Isa[] s_families = [.. GeneratedModel.Families.Select(Enum.Parse<Isa>)];

    public static TheoryData<string, Precision, Isa> Cases
    {
        get
        {
            var cases = new TheoryData<string, Precision, Isa>();
            foreach (var isa in s_families)
            {
                foreach (var kind in new[] { "sums", "lists", "listed", "skipping", "streams", "permutes", "loops", "squares" })
                {
                    cases.Add(kind, Precision.Float32, isa);
                }

                foreach (var precision in new[] { Precision.Int8, Precision.BFloat16, Precision.Float16 })
                {
                    cases.Add("sums", precision, isa);
                }
            }

            return cases;
        }
    }

    private delegate void Change(int place, Span<float> input, Span<float> logits);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Not_a_number_in_an_input_in_use_makes_all_logits_so(string kind, Precision precision, Isa isa)
    {
        var (net, model) = Model(kind, precision, isa);
        AssertChanged(model, net, (_, input, logits) =>
        {
            // The first input is in use, though not by every neuron.
            input[0] = float.NaN;
            logits.Fill(float.NaN);
            Assert.Equal(-1, model.ClassifyFloats(input));
        });
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_input_that_no_weight_uses_never_matters(string kind, Precision precision, Isa isa)
    {
        var (net, model) = Model(kind, precision, isa);
        float[] values = [float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        AssertChanged(model, net, (place, input, _) =>
        {
            foreach (var unused in Enumerable.Range(0, net.Inputs).Where(IsUnused(kind)))
            {
                input[unused] = values[place];
            }
        });
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Infinite_inputs_give_the_same_bits_or_not_a_number(string kind, Precision precision, Isa isa)
    {
        var (net, model) = Model(kind, precision, isa);
        var inputs = RandomNets.Inputs(net, seed: 1, Samples);
        inputs[(s_places[0] * net.Inputs) + 1] = float.PositiveInfinity;
        inputs[(s_places[1] * net.Inputs) + 1] = float.NegativeInfinity;
        inputs[(s_places[2] * net.Inputs) + 1] = float.MaxValue;
        var batch = Batch(model, inputs, net).Chunk(net.Outputs).ToArray();
        for (var sample = 0; sample < Samples; sample++)
        {
            var one = Batch(model, inputs.AsSpan(sample * net.Inputs, net.Inputs).ToArray(), net);
            Assert.True(IsNaN(one) || IsNaN(batch[sample]) || Same(one, batch[sample]), $"sample {sample}");
        }
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Sums_that_overflow_below_are_off_everywhere(Precision precision, Isa isa)
    {
        var (net, _) = Model("sums", precision, isa);
        net = net with { Encoder = net.Encoder.Map(static weight => weight.Column == 1 ? -1e30f : weight.Value) };
        var model = GeneratedModel.Of(net, CodeChoices.Default with { Families = new[] { isa }, Precision = precision });
        AssertChanged(model, net, (_, input, logits) =>
        {
            input[1] = precision == Precision.Int8 ? 255 : 1e30f;
            net.DecoderBias.ToArray().CopyTo(logits);
        });
    }

    [Fact]
    public void Sixteen_bit_weights_of_other_rows_that_overflow_stay_out_of_the_logits()
    {
        // The lanes behind neuron 1 of an input's row hold the next input's weights, and there are the logits.
        var net = RandomNets.Create(seed: 1, inputs: 4, neurons: 1, outputs: 3, density: 0, domain: InputDomain.Bytes) with
        {
            Encoder = new DenseMatrix(1, 4, [-1, -1, 3e38f, 3e38f]),
            EncoderBias = new[] { 0f },
        };
        var model = GeneratedModel.Of(net, CodeChoices.Default with { Precision = Precision.BFloat16 });
        var inputs = Enumerable.Repeat(new float[] { 255, 255, 0, 0 }, Samples).SelectMany(static sample => sample).ToArray();
        AssertAll(model, net, inputs, [.. Enumerable.Repeat(net.DecoderBias, Samples).SelectMany(static bias => bias)]);
    }

    /// <summary>
    /// What <paramref name="change"/> puts into the inputs of a few samples must change their logits as it says, and no other's.
    /// </summary>
    private static void AssertChanged(GeneratedModel model, FreeNet net, Change change)
    {
        var inputs = RandomNets.Inputs(net, seed: 1, Samples);
        var logits = Batch(model, inputs, net);
        Assert.All(logits, static logit => Assert.True(float.IsFinite(logit)));
        for (var place = 0; place < s_places.Length; place++)
        {
            var sample = s_places[place];
            change(place, inputs.AsSpan(sample * net.Inputs, net.Inputs), logits.AsSpan(sample * net.Outputs, net.Outputs));
        }

        AssertAll(model, net, inputs, logits);
    }

    /// <summary>One by one, and batches of every size.</summary>
    private static void AssertAll(GeneratedModel model, FreeNet net, float[] inputs, float[] expected)
    {
        for (var samples = 1; samples <= Samples; samples++)
        {
            var logits = Batch(model, inputs[..(samples * net.Inputs)], net);
            Assert.True(Same(expected.AsSpan(0, samples * net.Outputs), logits), $"{samples} samples");
        }

        for (var sample = 0; sample < Samples; sample++)
        {
            var logits = new float[net.Outputs];
            model.PredictFloats(inputs.AsSpan(sample * net.Inputs, net.Inputs), logits);
            Assert.True(Same(expected.AsSpan(sample * net.Outputs, net.Outputs), logits), $"sample {sample}");
        }
    }

    private static float[] Batch(GeneratedModel model, float[] inputs, FreeNet net)
    {
        var logits = new float[inputs.Length / net.Inputs * net.Outputs];
        model.PredictFloatBatch(inputs, logits);
        return logits;
    }

    private static bool IsNaN(float[] logits) => Array.TrueForAll(logits, float.IsNaN);

    private static bool Same(ReadOnlySpan<float> a, ReadOnlySpan<float> b) =>
        MemoryMarshal.Cast<float, int>(a).SequenceEqual(MemoryMarshal.Cast<float, int>(b));

    /// <summary>
    /// A network of which some inputs have no weight, the first has none to every other neuron, and the last output reads nothing.
    /// </summary>
    private static (FreeNet Net, GeneratedModel Model) Model(string kind, Precision precision, Isa isa)
    {
        var isUnused = IsUnused(kind);
        var net = kind switch
        {
            "loops" => RandomNets.Create(seed: 2, inputs: 40, neurons: 300, outputs: 4, density: 0.6),
            "streams" => RandomNets.Create(seed: 3, inputs: 200, neurons: 100, outputs: 4, density: 0.3),
            "skipping" => RandomNets.Create(seed: 4, inputs: 101, neurons: 100, outputs: 4, density: 0.1)
                with
            { Provenance = new Provenance { InputDensity = 0.6 } },
            "permutes" => RandomNets.Create(seed: 8, inputs: 130, neurons: 100, outputs: 4, density: 0.02),
            "lists" => RandomNets.Create(seed: 7, inputs: 200, neurons: 30, outputs: 4, density: 0.4),
            "squares" => RandomNets.Create(seed: 5, inputs: 41, neurons: 10, outputs: 4, density: 0.5, Activation.SquaredRelu),
            _ => RandomNets.Create(seed: 6, inputs: 41, neurons: 20, outputs: 4, density: 0.4),
        };
        net = net with
        {
            Encoder = net.Encoder.Map(
                weight => isUnused(weight.Column)
                    || (weight.Column == 0 && weight.Row % 2 == 0)
                    || (kind is "lists" or "permutes" && weight.Column > 1 && (weight.Column + weight.Row) % 5 > 0)
                    ? 0
                    : weight.Value),
            Decoder = net.Decoder.Map(weight => weight.Row == net.Outputs - 1 ? 0 : weight.Value),
            Checks = new CheckVectors(),
        };
        return (net, GeneratedModel.Of(net, CodeChoices.Default with { Families = new[] { isa }, Precision = precision }));
    }

    private static Func<int, bool> IsUnused(string kind) =>
        kind == "listed" ? static input => input > 2 && input % 2 == 1 : static input => input is 3 or 38;
}
