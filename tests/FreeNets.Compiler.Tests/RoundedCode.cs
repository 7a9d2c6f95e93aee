using System.Runtime.Intrinsics.X86;
using FreeNets.Compiler.Optimise;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Checks generated code with a rounded encoder against the reference evaluator on the same rounded network.</summary>
internal static class RoundedCode
{
    // 37 samples: whole blocks of every width and a rest.
    private const int Samples = 37;

    /// <summary>Every family, one by one and in blocks, and what the class itself chooses.</summary>
    public static void Check(FreeNet net, Precision precision)
    {
        var model = GeneratedModel.Of(net, CodeChoices.Default with { Precision = precision });
        var rounded = EncoderPrecision.Round(Optimiser.Apply(net, precision).Net, precision);
        var inputs = RandomNets.Inputs(net, seed: 1, Samples);
        var batch = new float[Samples * net.Outputs];
        model.PredictFloatBatch(inputs, batch);
        for (var sample = 0; sample < Samples; sample++)
        {
            var input = inputs.AsSpan(sample * net.Inputs, net.Inputs).ToArray();
            var single = new float[net.Outputs];
            model.PredictFloats(input, single);
            AssertClose(ReferenceEvaluator.Evaluate(rounded, input), single);
            Assert.Equal(single, batch.AsSpan(sample * net.Outputs, net.Outputs).ToArray());
        }

        CheckFamilies(model, inputs, batch, net);
        if (net.Domain.Type == InputType.UInt8)
        {
            var (bytes, logits) = (Array.ConvertAll(inputs, static value => (byte)value), new float[batch.Length]);
            model.PredictByteBatch(bytes, logits);
            Assert.Equal(batch, logits);
            CheckFamilies(model, bytes, batch, net);
        }

        Assert.True(model.SelfTest());
    }

    public static void AssertClose(double[] expected, float[] actual)
    {
        var scale = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.InRange(actual[i], expected[i] - (1e-4 * scale), expected[i] + (1e-4 * scale));
        }
    }

    /// <summary>Families with FMA give the bits that were chosen; SSE rounds products of the cascade first.</summary>
    private static void CheckFamilies<T>(GeneratedModel model, T[] inputs, float[] expected, FreeNet net)
    {
        foreach (var isa in GeneratedModel.Families.Where(static isa => isa != "Scalar"))
        {
            var lanes = isa switch { "Avx512" => 16, "Avx2" => 8, _ => 4 };
            var batch = new float[lanes * net.Outputs];
            Array.Fill(batch, GeneratedModel.Unwritten);
            Assert.Equal(lanes, model.RunBlocks<T>(isa)(ref inputs[0], ref batch[0], lanes));
            for (var sample = 0; sample < lanes; sample++)
            {
                var logits = model.Outputs<T>(isa, inputs.AsSpan(sample * net.Inputs, net.Inputs));
                Assert.Equal(logits, batch[(sample * net.Outputs)..((sample + 1) * net.Outputs)]);
                var chosen = expected[(sample * net.Outputs)..((sample + 1) * net.Outputs)];
                AssertClose(Array.ConvertAll(chosen, static logit => (double)logit), logits);
                if (isa != "Vector128" || !Fma.IsSupported)
                {
                    Assert.Equal(chosen, logits);
                }
            }
        }
    }
}
