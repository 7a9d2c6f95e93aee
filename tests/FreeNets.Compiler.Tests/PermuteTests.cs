using System.Runtime.Intrinsics.X86;
using FreeNets.Compiler.Kernels;
using FreeNets.Compiler.Machines;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>One sample of a network with few weights: inputs and neurons are picked by permutes, a lane a neuron.</summary>
public class PermuteTests
{
    public static TheoryData<int, int, int, int, int, bool> Patterns => new()
    {
        // inputs, neurons, outputs, live of every 28 inputs, levels, whether the graph runs by groups
        { 784, 128, 10, 2, 8, true },
        { 100, 100, 20, 1, 4, true }, // the last windows overlap; two and more groups of logits
        { 301, 135, 3, 5, 9, true }, // two blocks of groups, levels of 15
        { 60, 97, 1, 1, 2, false }, // a group of one neuron
        { 784, 220, 10, 1, 8, false }, // too many steps to write out
    };

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Patterns_agree_with_the_reference(int inputs, int neurons, int outputs, int cap, int levels, bool isByGroups)
    {
        var net = Pattern(inputs, neurons, outputs, cap, levels);
        Assert.Equal(
            [true, isByGroups],
            Kernels(net).Select(static kernel => kernel.Name.EndsWith(" picked by permutes", StringComparison.Ordinal)));
        GeneratedCodeTests.Check(net);
    }

    [Fact]
    public void The_last_logits_leave_those_before_them_as_they_are()
    {
        // 10 neurons and 16 logits end in the middle of the state's second register, where the last 4 logits are.
        var net = RandomNets.Create(seed: 3, inputs: 17, neurons: 10, outputs: 20, density: 0);
        Assert.EndsWith("neurons picked by permutes", Kernels(net)[1].Name, StringComparison.Ordinal);
        GeneratedCodeTests.Check(net);
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Int8)]
    public void Neurons_of_later_layers_read_no_input(Precision precision)
    {
        var net = RandomNets.Create(seed: 4, inputs: 120, neurons: 540, outputs: 3, density: 0.01);
        net = net with
        {
            Encoder = WeightMatrix.Of(
                540, 120, [.. net.Encoder.ToDense().Select(static (weight, place) => place / 120 < 40 && place % 20 == 0 ? weight : 0)]),
        };
        var choices = CodeChoices.Default with { Precision = precision };
        Assert.EndsWith(" picked by permutes", ModelCompiler.Plan(net, choices).Plan.Paths[0].OneSample[0].Name, StringComparison.Ordinal);
        GeneratedModel.Of(net, choices);
    }

    [Fact]
    public void A_cap_for_each_window_is_its_number_of_steps()
    {
        var encoder = Kernels(Pattern(784, 128, 10, cap: 2, levels: 8))[0];
        Assert.Equal(28 * 2 * (128 / 16), encoder.Cost.Fmas);
        Assert.Equal(0, encoder.Statements);
    }

    [Fact]
    public void Steps_beyond_those_that_are_written_out_share_loops()
    {
        var random = new Random(5);
        var net =
            Mapped(RandomNets.Create(seed: 3, inputs: 784, neurons: 256, outputs: 10, density: 0), (_, _) => random.NextDouble() < 0.08);
        var encoder = Kernels(net)[0];
        Assert.InRange(encoder.Statements, 1, 800);
        Assert.True(encoder.Cost.Fmas > 800);
        GeneratedCodeTests.Check(net);
    }

    [Fact]
    public void Dense_weights_and_chains_run_as_before()
    {
        var dense = RandomNets.Create(seed: 1, inputs: 100, neurons: 100, outputs: 10, density: 1);
        Assert.All(Kernels(dense), static kernel => Assert.DoesNotContain("permutes", kernel.Name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Squares_and_normalised_inputs_agree_with_the_reference(float mean)
    {
        var domain = new InputDomain
        {
            Type = InputType.Float32,
            Mean = mean * 1e6f,
            Scale = 0.5f,
            Minimum = mean * 1e6f,
            Maximum = (mean * 1e6f) + 2,
        };
        var net = Mapped(
            RandomNets.Create(seed: 2, inputs: 90, neurons: 100, outputs: 10, density: 0.1, Activation.SquaredRelu, domain),
            static (row, column) => (row + column) % 20 == 0);
        Assert.EndsWith(" inputs picked by permutes", Kernels(net)[0].Name, StringComparison.Ordinal);
        GeneratedCodeTests.Check(net);
    }

    [Theory]
    [InlineData(784, 128, 10, 2)] // windows of 64
    [InlineData(300, 40, 3, 1)] // windows of 128
    [InlineData(64, 135, 3, 3)] // one window; two blocks of groups
    public void Patterns_in_whole_numbers_agree_with_the_reference(int inputs, int neurons, int outputs, int cap)
    {
        var net = Pattern(inputs, neurons, outputs, cap, levels: 4);
        var plan = ModelCompiler.Plan(net, CodeChoices.Default with { Precision = Precision.Int8 }).Plan;
        Assert.StartsWith("int8, ", plan.Paths[0].OneSample[0].Name, StringComparison.Ordinal);
        Assert.EndsWith(" inputs picked by permutes", plan.Paths[0].OneSample[0].Name, StringComparison.Ordinal);
        RoundedCode.Check(net, Precision.Int8);
    }

    [Fact]
    public void A_cap_of_two_in_28_takes_one_step_of_four_bytes_for_two_windows()
    {
        var plan = ModelCompiler.Plan(Pattern(784, 128, 10, cap: 2, levels: 8), CodeChoices.Default with { Precision = Precision.Int8 })
            .Plan;
        Assert.StartsWith($"int8, {14 * (128 / 16)} steps", plan.Paths[0].OneSample[0].Name, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Families_with_fma_and_batches_give_the_same_bits()
    {
        Need.Of(Requirement.Avx512, Avx512F.IsSupported, "This machine has no AVX-512.");
        var net = Pattern(784, 128, 10, cap: 2, levels: 8);
        var inputs = RandomNets.Inputs(net, seed: 2, count: 16);
        var (wide, narrow) = (Model(Isa.Avx512), Model(Isa.Avx2));
        var (batch, one, other) = (new float[16 * net.Outputs], new float[net.Outputs], new float[net.Outputs]);
        wide.PredictFloatBatch(inputs, batch);
        for (var sample = 0; sample < 16; sample++)
        {
            wide.PredictFloats(inputs.AsSpan(sample * net.Inputs, net.Inputs), one);
            narrow.PredictFloats(inputs.AsSpan(sample * net.Inputs, net.Inputs), other);
            Assert.Equal(one, other);
            Assert.Equal(one, batch.AsSpan(sample * net.Outputs, net.Outputs).ToArray());
        }

        GeneratedModel Model(Isa isa) => GeneratedModel.Of(net, CodeChoices.Default with { Families = new[] { isa } });
    }

    [Fact]
    public void Emitted_permutes_stay_as_reviewed()
    {
        var net = Pattern(inputs: 70, neurons: 20, outputs: 2, cap: 1, levels: 2)
            with
        { Provenance = new Provenance { InputDensity = 0.3 } };
        var files = ModelCompiler.Compile(net, new CompilerOptions("Example", "Permutes", "permutes.fnet", "0123abcd"));
        Snapshots.Match(files.Single(static file => file.Name == "Example.Permutes.Avx512.g.cs").Text, "Permutes.Avx512");
    }

    private static EquatableArray<Kernel> Kernels(FreeNet net) => ModelCompiler.Plan(net, CodeChoices.Default).Plan.Paths[0].OneSample;

    /// <summary>So many live weights of every 28 inputs for each neuron, and a fourth of the edges between levels.</summary>
    internal static FreeNet Pattern(int inputs, int neurons, int outputs, int cap, int levels)
    {
        var size = (neurons + levels - 1) / levels;
        var net = RandomNets.Create(seed: 3, inputs, neurons, outputs, density: 0);
        var graph = Ncg.FromPredicate(neurons, (target, source) => source / size < target / size && (source + target) % 4 == 0);
        net = net with
        {
            Edges = SparseMatrix.Of(graph, [.. Enumerable.Range(0, graph.EdgeCount).Select(static edge => 0.05f * (1 + (edge % 7)))]),
        };
        return Mapped(net, (row, column) => (((column % 28) + (7 * row)) % 28) < cap);
    }

    private static FreeNet Mapped(FreeNet net, Func<int, int, bool> isLive)
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
