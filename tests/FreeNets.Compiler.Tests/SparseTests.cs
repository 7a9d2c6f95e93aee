using System.Runtime.Intrinsics.X86;
using FreeNets.Compiler.Schedule;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Networks whose encoder has few weights that are not 0.</summary>
public class SparseTests
{
    public static TheoryData<int, int, double> Shapes => new()
    {
        // inputs, neurons, live weights of all: one sum a neuron and several, one panel of inputs and several
        { 784, 128, 0.05 },
        { 784, 60, 0.2 },
        { 301, 20, 0.1 },
        { 1_500, 33, 0.02 },
        { 40, 1, 0.1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_path_agrees_with_the_reference(int inputs, int neurons, double live)
    {
        var net = Thin(inputs, neurons, live);
        var paths = Scheduler.Plan(net).Paths;
        Assert.StartsWith("lists of ", paths[0].Block[0].Name, StringComparison.Ordinal);
        Assert.StartsWith("lists of ", paths[^1].OneSample[0].Name, StringComparison.Ordinal);
        GeneratedCodeTests.Check(net);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Most_inputs_of_a_window_capped_agrees_with_the_reference(int inputs, int neurons, double live)
    {
        var cap = Math.Max(1, (int)(28 * live));
        GeneratedCodeTests.Check(
            Map(RandomNets.Create(seed: 3, inputs, neurons, outputs: 10, density: 0.1), (row, column) => (column + (7 * row)) % 28 < cap));
    }

    [Theory]
    [InlineData(0.25, true)]
    [InlineData(0.5, false)]
    [InlineData(1, false)]
    public void A_batch_runs_down_lists_where_few_weights_are_left(double live, bool isSparse)
    {
        var plan = Scheduler.Plan(Thin(784, 100, live));
        Assert.All(plan.VectorPaths, path => Assert.Equal(isSparse, path.Block[0].Name.StartsWith("lists of ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_batch_of_mostly_zeros_runs_in_blocks_where_few_weights_are_left()
    {
        var net = Thin(784, 100, 0.05) with { Provenance = new Provenance { InputDensity = 0.2 } };
        Assert.True(Scheduler.Plan(net).RunsBlocks);
        var model = GeneratedModel.Of(net);
        var inputs = RandomNets.Inputs(net, seed: 2, count: 33);
        var (batch, one) = (new float[33 * net.Outputs], new float[net.Outputs]);
        model.PredictFloatBatch(inputs, batch);
        for (var sample = 0; sample < 33; sample++)
        {
            model.PredictFloats(inputs.AsSpan(sample * net.Inputs, net.Inputs), one);
            Assert.Equal(one, batch.AsSpan(sample * net.Outputs, net.Outputs).ToArray());
        }
    }

    [SkippableFact]
    public void Families_with_fma_give_the_same_bits()
    {
        Need.Of(Requirement.Avx512, Avx512F.IsSupported, "This machine has no AVX-512.");
        var net = Thin(300, 70, 0.1);
        var inputs = RandomNets.Inputs(net, seed: 2, count: 32);
        float[] Run(CodeChoices choices)
        {
            var logits = new float[32 * net.Outputs];
            GeneratedModel.Of(net, choices).PredictFloatBatch(inputs, logits);
            return logits;
        }

        var choices = CodeChoices.Default;
        Assert.Equal(
            Run(choices with { Families = new[] { Machines.Isa.Avx512 } }),
            Run(choices with { Families = new[] { Machines.Isa.Avx2 } }));
    }

    [Fact]
    public void Emitted_lists_stay_as_reviewed()
    {
        var net = Map(
            RandomNets.Create(seed: 4, inputs: 12, neurons: 9, outputs: 2, density: 0.3), static (row, column) => (row + column) % 9 == 0);
        var files = ModelCompiler.Compile(net, new CompilerOptions("Example", "Sparse", "sparse.fnet", "0123abcd"));
        Snapshots.Match(files.Single(static file => file.Name == "Example.Sparse.Avx2.g.cs").Text, "Sparse.Avx2");
    }

    private static FreeNet Thin(int inputs, int neurons, double live)
    {
        var random = new Random(7);
        return Map(RandomNets.Create(seed: 3, inputs, neurons, outputs: 10, density: 0.1), (_, _) => random.NextDouble() < live);
    }

    private static FreeNet Map(FreeNet net, Func<int, int, bool> isLive)
    {
        var thin = net with { Encoder = net.Encoder.Map(weight => isLive(weight.Row, weight.Column) ? weight.Value : 0) };
        var checks = RandomNets.Inputs(thin, seed: 8, count: 4);
        var logits = checks.Chunk(thin.Inputs)
            .SelectMany(input => ReferenceEvaluator.Evaluate(thin, input))
            .Select(static logit => (float)logit)
            .ToArray();
        return thin with { Checks = new CheckVectors { Count = 4, Inputs = checks, Logits = logits } };
    }
}
