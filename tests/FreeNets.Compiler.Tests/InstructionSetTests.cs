using System.Runtime.Intrinsics.X86;
using FreeNets.Compiler.Machines;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Each path, run as a machine without the wider ones would run it; the JIT says which path that was.</summary>
public class InstructionSetTests
{
    private const string AsItIs = "DOTNET_EnableHWIntrinsic=1";
    private const string NoAvx512 = "DOTNET_EnableAVX512=0";
    private const string NoAvx2 = "DOTNET_EnableAVX2=0";
    private const string NoVectors = "DOTNET_EnableHWIntrinsic=0";

    // 37 samples: whole blocks of every width and a rest.
    private const int Samples = 37;

    public static TheoryData<int, double, double> Nets => new()
    {
        // neurons, density, fraction of inputs that are not zero
        { 45, 0.4, 1 },
        { 100, 0.3, 0.5 }, // zero inputs are skipped
        { 300, 0.6, 1 }, // packed loops
    };

    [SkippableTheory]
    [MemberData(nameof(Nets))]
    public void Each_machine_runs_its_widest_path_and_agrees_with_the_reference(int neurons, double density, double inputDensity)
    {
        Need.Of(Requirement.Avx512, Avx512F.IsSupported, "This machine has no AVX-512.");
        var net = Net(neurons, density, inputDensity);
        var inputs = RandomNets.Inputs(net, seed: 1, Samples);
        var runs = ChildRun.Of(net, inputs, CodeChoices.Default, AsItIs, NoAvx512, NoAvx2, NoVectors);

        Assert.Equal(["Avx512", "Avx2", "Vector128", "Scalar"], runs.Select(static run => run.Families.First()));
        Assert.All(runs.Skip(1), static run => Assert.Single(run.Families)); // AVX-512 leaves short rests of a batch to AVX2
        Assert.All(runs, run => AssertAgrees(net, inputs, run));
        var (avx512, avx2, vector128, scalar) = (runs[0].One, runs[1].One, runs[2].One, runs[3].One);
        Assert.Equal(avx512, avx2);
        Assert.NotEqual(avx2, vector128); // without FMA products are rounded first
        if (neurons is > 96 and < 300)
        {
            Assert.Equal(vector128, scalar); // one sum a neuron and logit: the same order, the same rounding
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Nets))]
    public void Not_a_number_goes_through_on_each_machine(int neurons, double density, double inputDensity)
    {
        Need.Of(Requirement.Avx512, Avx512F.IsSupported, "This machine has no AVX-512.");
        var net = Net(neurons, density, inputDensity);
        var inputs = RandomNets.Inputs(net, seed: 1, Samples);
        inputs[7] = inputs[(Samples * net.Inputs) - 1] = float.NaN;
        foreach (var run in ChildRun.Of(net, inputs, CodeChoices.Default, AsItIs, NoAvx512, NoAvx2, NoVectors))
        {
            Assert.Equal([0, Samples - 1], Enumerable.Range(0, Samples).Where(sample => run.One[sample].Any(float.IsNaN)));
            Assert.Equal(run.One, run.Batch);
        }
    }

    [SkippableTheory]
    [InlineData(Isa.Avx2)]
    [InlineData(Isa.Vector128)]
    [InlineData(Isa.Scalar)]
    public void A_narrowed_model_runs_the_path_it_was_given_on_a_machine_with_more(Isa isa)
    {
        Need.Of(Requirement.Avx2, isa != Isa.Avx2 || (Avx2.IsSupported && Fma.IsSupported), "This machine has no AVX2 with FMA.");
        var net = Net(45, 0.4, 1);
        var inputs = RandomNets.Inputs(net, seed: 1, Samples);
        var run = ChildRun.Of(net, inputs, CodeChoices.Default with { Families = new[] { isa } }, AsItIs).Single();
        Assert.Equal([isa.ToString()], run.Families);
        AssertAgrees(net, inputs, run);
    }

    [Theory]
    [InlineData(Isa.Avx512, NoAvx512)]
    [InlineData(Isa.Avx2, NoAvx2)]
    [InlineData(Isa.Vector128, NoVectors)]
    public void A_machine_without_any_family_of_the_model_is_told_so(Isa isa, string setting)
    {
        var net = Net(45, 0.4, 1);
        var run = ChildRun.Of(net, RandomNets.Inputs(net, seed: 1, 1), CodeChoices.Default with { Families = new[] { isa } }, setting)
            .Single();
        Assert.False(run.IsSupported);
        Assert.Empty(run.Families);
        Assert.Contains($"was compiled for {isa} only, which this machine lacks", run.Refusal, StringComparison.Ordinal);
    }

    private static FreeNet Net(int neurons, double density, double inputDensity) =>
        RandomNets.Create(seed: neurons, inputs: 50, neurons, outputs: 10, density)
            with
        { Provenance = new Provenance { InputDensity = inputDensity } };

    private static void AssertAgrees(FreeNet net, float[] inputs, ChildRun run)
    {
        Assert.True(run.IsSupported);
        Assert.True(run.SelfTest);
        Assert.Equal(Samples, run.One.Length);
        Assert.Equal(run.One, run.Batch);
        for (var sample = 0; sample < Samples; sample++)
        {
            var expected = ReferenceEvaluator.Evaluate(net, inputs.AsSpan(sample * net.Inputs, net.Inputs).ToArray());
            var tolerance = 1e-4 * expected.Max(Math.Abs);
            Assert.All(expected.Zip(run.One[sample]), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
        }
    }
}
