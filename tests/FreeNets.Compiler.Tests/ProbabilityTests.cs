using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Classes with their probabilities, where a model has classes.</summary>
public class ProbabilityTests
{
    private static readonly FreeNet s_logits = RandomNets.Create(seed: 7, inputs: 6, neurons: 9, outputs: 4, density: 0.6) with
    {
        Labels = new[] { "a", "b", "c", "d" },
    };

    [Theory]
    [InlineData(ActivationFunction.Identity)]
    [InlineData(ActivationFunction.Softmax)]
    [InlineData(ActivationFunction.LogSoftmax)]
    public void Probabilities_are_the_softmax_of_the_logits(ActivationFunction outputs)
    {
        var model = GeneratedModel.Of(s_logits with { OutputActivation = outputs, Checks = new CheckVectors() });
        var inputs = RandomNets.Inputs(s_logits, seed: 1, count: 5);
        foreach (var input in inputs.Chunk(6))
        {
            var logits = ReferenceEvaluator.Evaluate(s_logits, input);
            var sum = logits.Sum(logit => Math.Exp(logit - logits.Max()));
            var probabilities = new float[5];

            Assert.Equal(Array.IndexOf(logits, logits.Max()), model.ClassifyWithProbabilities(input, probabilities));
            Assert.All(logits.Zip(probabilities), pair => Assert.Equal(Math.Exp(pair.First - logits.Max()) / sum, pair.Second, 1e-4));
            Assert.Equal(0, probabilities[4]);
        }

        var nan = new float[4];
        Assert.Equal(-1, model.ClassifyWithProbabilities([float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN], nan));
        Assert.All(nan, static value => Assert.Equal(float.NaN, value));
        Assert.Throws<ArgumentException>(() => model.ClassifyWithProbabilities(new float[6], new float[3]));
    }

    [Fact]
    public void Numbers_have_none_and_neither_have_outputs_without_labels()
    {
        FreeNet[] others =
        [
            s_logits with { Labels = [] },
            s_logits with { Provenance = new Provenance { Epochs = 10 } },
            s_logits with { OutputActivation = Activation.Tanh, Labels = [] },
            RandomNets.Create(seed: 7, inputs: 6, neurons: 9, outputs: 1, density: 0.6) with { Labels = new[] { "price" } },
        ];
        Assert.All(others, static net => Assert.DoesNotContain("robabilities", Native(net), StringComparison.Ordinal));
        Assert.Contains("int32_t net_probabilities(const float *input, size_t input_count, float *probabilities, size_t probability_count);", Native(s_logits), StringComparison.Ordinal);
        Assert.Contains("FreeNets_net_probabilities(", Native(s_logits), StringComparison.Ordinal);
        Assert.Contains("probabilities(x)  x [6] gives the probability of each class [4], the softmax of the logits;", Native(s_logits), StringComparison.Ordinal);
    }

    /// <summary>All that is written of a model for a native library.</summary>
    private static string Native(FreeNet net) => string.Concat(ModelCompiler
        .Compile(net, new CompilerOptions("Generated", "Net", "test.fnet", "00") { NativeName = "net" })
        .Select(static file => file.Text));
}
