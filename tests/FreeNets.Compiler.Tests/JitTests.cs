using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>What the JIT says about generated methods: that it optimised them, all of them, at the first call.</summary>
public class JitTests
{
    // A process each, looking like an older machine each time, so that every path is compiled.
    private static readonly string[] s_machines =
        ["DOTNET_EnableHWIntrinsic=1", "DOTNET_EnableAVX512=0", "DOTNET_EnableAVX2=0", "DOTNET_EnableHWIntrinsic=0"];

    [Theory]
    [InlineData(784, 70, 10, 1)] // methods as large as they become
    [InlineData(20, 260, 10, 0.8)] // packed loops
    [InlineData(20, 60, 400, 1)] // a wide decoder: rows with very many targets
    public void Kernels_are_optimised_at_the_first_call(int inputs, int neurons, int outputs, double density)
    {
        var net = RandomNets.Create(seed: neurons, inputs, neurons, outputs, density);
        foreach (var run in ChildRun.Of(net, RandomNets.Inputs(net, seed: 1, count: 16), CodeChoices.Default, s_machines))
        {
            Assert.DoesNotContain(run.Methods, static method => method.Tier is "MinOptJitted" or "Unknown" or "?");

            // Run and RunBlock only call the others; they start quick and are optimised by tiering.
            var kernels = run.Methods.Where(
                static method =>
                    method.Type.EndsWith("Path", StringComparison.Ordinal) && !method.Name.StartsWith("Run", StringComparison.Ordinal));
            Assert.NotEmpty(kernels);
            Assert.All(kernels, static method => Assert.Equal("Optimized", method.Tier));
        }
    }

    [Fact]
    public void A_method_past_the_threshold_would_be_noticed()
    {
        var net = RandomNets.Create(seed: 1, inputs: 2, neurons: 2, outputs: 1, density: 1);
        var sources = GeneratedModel.Sources(net, CodeChoices.Default with { Families = new[] { Machines.Isa.Scalar } });
        var statements = string.Concat(Enumerable.Repeat("z += 1; z *= 3;\n", 4_000));
        var huge = sources.Select(text => text.Replace("nint entry = 0;\n", $"nint entry = 0;\n{statements}", StringComparison.Ordinal));

        var run = ChildRun.Of(CSharpHost.Emit(CSharpHost.Compilation(huge)), RandomNets.Inputs(net, seed: 1, count: 1), s_machines[0])
            .Single();

        Assert.Equal("MinOptJitted", Assert.Single(run.Methods, static method => method.Name == "Cascade").Tier);
    }
}
