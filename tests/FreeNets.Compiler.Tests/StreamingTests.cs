using System.Runtime.Intrinsics.X86;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Schedule;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>The encoder that reads whole cache lines, wherever in a line its data start.</summary>
public class StreamingTests
{
    [SkippableTheory]
    [InlineData(101, 100, 1)] // one sum; 4 neurons behind the whole 16
    [InlineData(90, 112, 1)] // none behind
    [InlineData(301, 33, 1)] // partial sums, the last round cut short
    [InlineData(550, 16, 1)] // one vector, which is the first and the last
    [InlineData(203, 47, 1)] // 15 behind
    [InlineData(101, 100, 0.4)] // zero inputs are skipped
    [InlineData(150, 64, 0.1)]
    public void Data_may_start_anywhere_in_a_cache_line(int inputs, int neurons, double inputDensity)
    {
        Need.Of(Requirement.Avx512, Avx512F.IsSupported, "This machine has no AVX-512.");
        var net = RandomNets.Create(seed: neurons, inputs, neurons, outputs: 10, density: 0.02)
            with
        { Provenance = new Provenance { InputDensity = inputDensity } };
        Assert.Equal(
            inputDensity < 1 ? "zero inputs skipped, whole cache lines" : "dense, whole cache lines", Scheduler.Plan(net).OneSample(0));
        var input = RandomNets.Inputs(net, seed: 1, count: 1);
        var expected = Logits(GeneratedModel.Of(net, Only(Isa.Avx2)), "Avx2", input);
        var moving = new MovingWeights(net, Only(Isa.Avx512), "EncoderWeights");
        for (var floats = 0; floats < MovingWeights.Line; floats++)
        {
            moving.MoveTo(floats);
            Assert.Equal(expected, Logits(moving.Model, "Avx512", input));
        }
    }

    [SkippableTheory]
    [InlineData(784, 100, 1)]
    [InlineData(790, 97, 0.5)] // groups of zeros are skipped; the last group of inputs and the last unit are not full
    [InlineData(1_203, 29, 1)]
    public void Int8_data_may_start_anywhere_in_a_cache_line(int inputs, int neurons, double inputDensity)
    {
        Need.Of(Requirement.Avx512, Avx512BW.IsSupported, "This machine has no AVX-512.");
        var net = RandomNets.Create(seed: neurons, inputs, neurons, outputs: 10, density: 0.02)
            with
        { Provenance = new Provenance { InputDensity = inputDensity } };
        var plan = Scheduler.Plan(net, Only(Isa.Avx512, Precision.Int8));
        Assert.Equal($"int8, {(inputDensity < 1 ? "groups of 16 zero inputs skipped, " : "")}whole cache lines", plan.OneSample(0));
        var input = Enumerable.Range(0, inputs).Select(static i => i % 40 < 20 ? 0 : (byte)i).ToArray();
        var expected = Logits(GeneratedModel.Of(net, Only(Isa.Avx2, Precision.Int8)), "Avx2", input);
        var moving = new MovingWeights(net, Only(Isa.Avx512, Precision.Int8), "EncoderWords");
        for (var words = 0; words < MovingWeights.Line; words++)
        {
            moving.MoveTo(words);
            Assert.Equal(expected, Logits(moving.Model, "Avx512", input));
        }
    }

    [Fact]
    public void Weights_that_the_first_cache_holds_are_laid_out_row_by_row()
    {
        var plan = Scheduler.Plan(RandomNets.Create(seed: 1, inputs: 80, neurons: 100, outputs: 10, density: 0.1));
        Assert.Equal("dense", plan.OneSample(0));
        Assert.Equal((80 * 100) + 16, plan.Floats("EncoderWeights").Length);
    }

    private static CodeChoices Only(Isa isa, Precision precision = Precision.Float32) =>
        CodeChoices.Default with { Families = new[] { isa }, Batch = false, Precision = precision };

    private static float[] Logits<T>(GeneratedModel model, string isa, T[] input)
    {
        var z = new float[model.StateLength];
        Array.Fill(z, float.NaN);
        model.Run<T>(isa)(ref input[0], ref z[0]);
        return z[model.FirstLogit..(model.FirstLogit + 10)];
    }
}
