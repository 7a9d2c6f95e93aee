using System.Reflection;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>No generated method may be so large that the JIT gives up on optimising it.</summary>
public class MethodSizeTests
{
    // RyuJIT's limit is 20,000 IL instructions; the rest is room for what inlining adds.
    private const int Budget = 15_000;

    [Theory]
    [InlineData(784, 70, 10)]
    [InlineData(20, 150, 10)]
    [InlineData(784, 20, 300)]
    public void Dense_networks_stay_within_the_budget_of_the_jit(int inputs, int neurons, int outputs)
    {
        var model = GeneratedModel.Of(RandomNets.Create(seed: neurons, inputs, neurons, outputs, density: 1));
        foreach (var isa in new[] { "Avx512", "Avx2", "Vector128" })
        {
            var methods = model.Path(isa).GetMethods(BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly);
            Assert.Contains(methods, static method => method.Name == "Rows0");
            Assert.All(methods, static method => Assert.InRange(IlInstructions.Count(method), 1, Budget));
        }
    }
}
