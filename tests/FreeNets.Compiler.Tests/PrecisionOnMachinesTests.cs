using System.Runtime.Intrinsics.X86;
using FreeNets.Compiler.Optimise;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Encoders of lower precision in processes of their own, where a setting of the runtime hides instructions.</summary>
public class PrecisionOnMachinesTests
{
    private const int Samples = 19;

    [SkippableTheory]
    [InlineData(Precision.Int8)]
    [InlineData(Precision.BFloat16)]
    [InlineData(Precision.Float16)]
    public void Each_machine_runs_its_widest_path_and_agrees_with_the_reference(Precision precision)
    {
        Need.Of(Requirement.Avx512, Avx512F.IsSupported, "This machine has no AVX-512.");
        var net = RandomNets.Create(seed: 1, inputs: 50, neurons: 45, outputs: 10, density: 0.4);
        net = net with { Provenance = new Provenance { InputDensity = 0.5 } };
        var rounded = EncoderPrecision.Round(Optimiser.Apply(net, precision).Net, precision);
        var inputs = RandomNets.Inputs(net, seed: 1, Samples);
        var runs = ChildRun.Of(
            net, inputs, CodeChoices.Default with { Precision = precision },
            "DOTNET_EnableHWIntrinsic=1", "DOTNET_EnableAVX512=0", "DOTNET_EnableAVX2=0", "DOTNET_EnableHWIntrinsic=0");

        Assert.Equal(["Avx512", "Avx2", "Vector128", "Scalar"], runs.Select(static run => run.Families.First()));
        Assert.All(runs.Skip(1), static run => Assert.Single(run.Families)); // AVX-512 leaves short rests of a batch to AVX2
        Assert.Equal(runs[0].One, runs[1].One);
        Assert.Equal(runs[2].One, runs[3].One); // neither fuses
        foreach (var run in runs)
        {
            Assert.True(run.SelfTest);
            Assert.Equal(run.One, run.Batch);
            for (var sample = 0; sample < Samples; sample++)
            {
                RoundedCode.AssertClose(ReferenceEvaluator.Evaluate(rounded, inputs[(sample * 50)..((sample + 1) * 50)]), run.One[sample]);
            }
        }
    }
}
