using System.Reflection;
using System.Runtime.Intrinsics.X86;
using CsCheck;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Generated code, compiled and run, against the reference evaluator.</summary>
public class GeneratedCodeTests
{
    // 37 samples: whole blocks of every width and a rest.
    private const int Samples = 37;

    private static readonly InputDomain s_reals =
        new() { Type = InputType.Float32, Minimum = -2, Maximum = 3, Mean = 0.5f, Scale = 1.7f };

    public static TheoryData<int, int, int, double> Shapes => new()
    {
        // inputs, neurons, outputs, density
        { 1, 1, 1, 0 },
        { 1, 2, 1, 1 },
        { 784, 1, 10, 1 },
        { 3, 15, 2, 0.5 },
        { 17, 16, 1, 1 },
        { 31, 17, 10, 0.3 },
        { 50, 33, 3, 0 },
        { 64, 64, 64, 0.1 },
        { 784, 70, 10, 1 },
        { 784, 100, 10, 0.1 },
        { 5, 127, 7, 0.05 },
        { 100, 119, 47, 0.1 },
        { 30, 300, 10, 0.6 }, // packed loops
        { 30, 500, 61, 0.1 }, // packed loops
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_path_agrees_with_the_reference(int inputs, int neurons, int outputs, double density)
    {
        var net = RandomNets.Create(seed: neurons, inputs, neurons, outputs, density);
        Assert.Equal(neurons > 250, Plans.RunsLoops(net));
        Check(net);
    }

    [Theory]
    [InlineData(16, 15)]
    [InlineData(20, 16)]
    [InlineData(33, 32)]
    public void The_self_test_runs_every_check_vector(int count, int wrong)
    {
        var net = RandomNets.Create(seed: 40, inputs: 9, neurons: 8, outputs: 3, density: 0.5);
        var inputs = RandomNets.Inputs(net, seed: 41, count);
        var logits = inputs.Chunk(net.Inputs)
            .SelectMany(input => ReferenceEvaluator.Evaluate(net, input))
            .Select(static logit => (float)logit)
            .ToArray();
        var checks = new CheckVectors { Count = count, Inputs = inputs, Logits = logits };
        Assert.True(GeneratedModel.Of(net with { Checks = checks }).SelfTest());

        logits[wrong * net.Outputs] += 1;
        Assert.False(GeneratedModel.Of(net with { Checks = checks with { Logits = logits } }).SelfTest());
    }

    [Fact]
    public void Every_path_agrees_with_the_reference_on_random_networks() =>
        Gen.Select(Gen.Int[0, 1 << 20], Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 20], Gen.Double[0, 1], Gen.Bool, Gen.Bool)
            .Sample(
                static (seed, inputs, neurons, outputs, density, isSquared, isBytes) => Check(isSquared
                    // Squares of squares lose all of float32's digits when the graph is deep.
                    ? RandomNets.Create(
                        seed, inputs, Math.Min(neurons, 10), outputs, density, Activation.SquaredRelu, isBytes ? null : s_reals)
                    : RandomNets.Create(seed, inputs, neurons, outputs, density, domain: isBytes ? null : s_reals)),
                seed: "0N0XIzNsQ0O2",
                iter: 25,
                threads: 1);

    [Fact]
    public void Skipping_zero_inputs_gives_the_bits_of_the_dense_encoder()
    {
        var dense = RandomNets.Create(seed: 5, inputs: 301, neurons: 100, outputs: 10, density: 0.2);
        var skipping = dense with { Provenance = dense.Provenance with { InputDensity = 0.5 } };
        Assert.Contains(GeneratedModel.Sources(skipping), static text => text.Contains("NonZero.Find", StringComparison.Ordinal));
        Assert.DoesNotContain(GeneratedModel.Sources(dense), static text => text.Contains("NonZero.Find", StringComparison.Ordinal));

        Check(skipping);
        var input = RandomNets.Inputs(dense, seed: 6, count: 1);
        Assert.Equal(Logits(GeneratedModel.Of(dense), input), Logits(GeneratedModel.Of(skipping), input));
    }

    [Fact]
    public void Predictions_allocate_nothing()
    {
        var net = RandomNets.Create(seed: 9, inputs: 50, neurons: 60, outputs: 10, density: 0.2);
        var model = GeneratedModel.Of(net with { Provenance = new Provenance { InputDensity = 0.5 } });
        var (inputs, logits) = (RandomNets.Inputs(net, seed: 1, Samples), new float[Samples * net.Outputs]);
        var classify = model.ClassifyFloats;
        Run();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run()
        {
            model.PredictFloats(inputs.AsSpan(0, net.Inputs), logits);
            model.PredictFloatBatch(inputs, logits);
            classify(inputs.AsSpan(0, net.Inputs));
            model.SelfTest();
        }
    }

    [Theory]
    [InlineData(40, 0.5)]
    [InlineData(300, 0.6)] // packed loops
    public void Without_batch_kernels_batches_give_the_same_bits(int neurons, double density)
    {
        var net = RandomNets.Create(seed: 10, inputs: 30, neurons, outputs: 10, density);
        var (with, without) = (GeneratedModel.Of(net), GeneratedModel.Of(net, CodeChoices.Default with { Batch = false }));
        var inputs = RandomNets.Inputs(net, seed: 1, Samples);
        var (expected, actual) = (new float[Samples * net.Outputs], new float[Samples * net.Outputs]);
        with.PredictFloatBatch(inputs, expected);
        without.PredictFloatBatch(inputs, actual);
        Assert.Equal(expected, actual);
        Assert.True(without.SelfTest());
        Assert.Null(without.Path("Avx2").GetMethod("RunBlocks", BindingFlags.NonPublic | BindingFlags.Static));
    }

    [Fact]
    public void A_parallel_batch_of_any_size_gives_the_bits_of_a_batch()
    {
        var net = RandomNets.Create(seed: 11, inputs: 20, neurons: 20, outputs: 3, density: 0.5);
        var model = GeneratedModel.Of(net);
        foreach (var samples in new[] { 0, 1, 33, 200 })
        {
            var inputs = RandomNets.Inputs(net, seed: 1, samples);
            var (expected, logits) = (new float[samples * net.Outputs], new float[samples * net.Outputs]);
            model.PredictFloatBatch(inputs, expected);
            foreach (var degree in new[] { -1, 1, 3, 64 })
            {
                model.PredictFloatsInParallel(inputs, logits, degree);
                Assert.Equal(expected, logits);
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => model.PredictFloatsInParallel(new float[20], new float[3], 0));
        Assert.Throws<ArgumentException>(() => model.PredictFloatsInParallel(new float[21], new float[6], -1));
    }

    [Fact]
    public void A_batch_of_mostly_zeros_runs_one_by_one()
    {
        var net = RandomNets.Create(seed: 12, inputs: 40, neurons: 100, outputs: 3, density: 0.1)
            with
        { Provenance = new Provenance { InputDensity = 0.2 } };
        Assert.DoesNotContain(GeneratedModel.Sources(net), static text => text.Contains("RunBlocks", StringComparison.Ordinal));
        var model = GeneratedModel.Of(net);
        var (inputs, batch) = (RandomNets.Inputs(net, seed: 1, Samples), new float[Samples * net.Outputs]);
        model.PredictFloatBatch(inputs, batch);
        Assert.Equal(Logits(model, inputs[..net.Inputs]), batch[..net.Outputs]);
    }

    [SkippableFact]
    public void Families_with_fma_give_the_same_bits()
    {
        Need.Of(Requirement.Avx512, Avx512F.IsSupported, "This machine has no AVX-512.");
        var net = RandomNets.Create(seed: 7, inputs: 90, neurons: 70, outputs: 10, density: 0.4);
        var model = GeneratedModel.Of(net);
        var input = RandomNets.Inputs(net, seed: 8, count: 1);
        Assert.Equal(model.Outputs<float>("Avx512", input), model.Outputs<float>("Avx2", input));
    }

    /// <summary>Every family, one by one and in batches, against the reference, and bit for bit against each other.</summary>
    internal static void Check(FreeNet net)
    {
        var model = GeneratedModel.Of(net);
        var inputs = RandomNets.Inputs(net, seed: 1, Samples);
        var batch = new float[Samples * net.Outputs];
        model.PredictFloatBatch(inputs, batch);

        for (var sample = 0; sample < Samples; sample++)
        {
            var input = inputs.AsSpan(sample * net.Inputs, net.Inputs).ToArray();
            var expected = ReferenceEvaluator.Outputs(net, input);
            var single = Logits(model, input);
            AssertClose(expected, single);
            Assert.Equal(single, batch.AsSpan(sample * net.Outputs, net.Outputs).ToArray());
            foreach (var isa in GeneratedModel.Families)
            {
                AssertClose(expected, model.Outputs<float>(isa, input));
            }
        }

        CheckBlocks(model, net, inputs);
        CheckBytes(model, net, inputs, batch);
        Assert.True(model.SelfTest());
    }

    private static void CheckBlocks(GeneratedModel model, FreeNet net, float[] inputs)
    {
        foreach (var isa in VectorFamilies())
        {
            var expected = Enumerable.Range(0, Samples)
                .SelectMany(sample => model.Outputs<float>(isa, inputs.AsSpan(sample * net.Inputs, net.Inputs)))
                .ToArray();
            for (var samples = 1; samples <= Samples; samples += 4)
            {
                Assert.InRange(samples - RunBatch(model.RunBlocks<float>(isa), samples, inputs, expected), 0, 14);
            }

            CheckRest(model, net, isa, inputs, expected);
        }
    }

    /// <summary>Every number of samples that blocks may leave.</summary>
    private static void CheckRest(GeneratedModel model, FreeNet net, string isa, float[] inputs, float[] expected)
    {
        var rest = model.RunRest<float>(isa);
        var path = ModelCompiler.Plan(net, CodeChoices.Default).Plan.Paths.Single(path => path.Shape.Isa.ToString() == isa);
        Assert.Equal(path.FewSamples.Count > 0, rest is not null);
        for (var samples = 1; rest is not null && samples <= 14; samples++)
        {
            Assert.Equal(samples == 1 ? 0 : samples, RunBatch(rest, samples, inputs, expected));
        }
    }

    /// <summary>How many samples a kernel computes: these as expected, and nothing behind them.</summary>
    private static int RunBatch(GeneratedModel.BatchKernel<float> kernel, int samples, float[] inputs, float[] expected)
    {
        var (logits, outputs) = (new float[samples * (expected.Length / Samples)], expected.Length / Samples);
        Array.Fill(logits, GeneratedModel.Unwritten);
        var done = (int)kernel(ref inputs[0], ref logits[0], samples);
        Assert.Equal(expected[..(done * outputs)], logits[..(done * outputs)]);
        Assert.All(logits[(done * outputs)..], static logit => Assert.Equal(GeneratedModel.Unwritten, logit));
        return done;
    }

    private static void CheckBytes(GeneratedModel model, FreeNet net, float[] inputs, float[] expected)
    {
        if (net.Domain.Type == InputType.UInt8)
        {
            var bytes = inputs.Select(static value => (byte)value).ToArray();
            var logits = new float[expected.Length];
            model.PredictByteBatch(bytes, logits);
            Assert.Equal(expected, logits);
            model.PredictBytes(bytes.AsSpan(0, net.Inputs), logits);
            Assert.Equal(expected[..net.Outputs], logits[..net.Outputs]);
            Assert.All(logits[net.Outputs..], static logit => Assert.Equal(GeneratedModel.Unwritten, logit));
        }
    }

    private static float[] Logits(GeneratedModel model, float[] input)
    {
        var logits = new float[(int)model.Constant("Outputs")];
        model.PredictFloats(input, logits);
        return logits;
    }

    /// <summary>Families with vectors; the path without any runs everywhere.</summary>
    private static IEnumerable<string> VectorFamilies() => GeneratedModel.Families.Where(static isa => isa != "Scalar");

    private static void AssertClose(double[] expected, float[] actual)
    {
        var scale = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.InRange(actual[i], expected[i] - (1e-4 * scale), expected[i] + (1e-4 * scale));
        }
    }
}
