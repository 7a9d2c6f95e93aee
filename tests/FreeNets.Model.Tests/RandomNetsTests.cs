using FreeNets.Model;

namespace FreeNets.Tests;

public class RandomNetsTests
{
    [Theory]
    [InlineData(0.0, ActivationFunction.Relu)]
    [InlineData(0.3, ActivationFunction.Relu)]
    [InlineData(1.0, ActivationFunction.Relu)]
    [InlineData(0.3, ActivationFunction.SquaredRelu)]
    [InlineData(1.0, ActivationFunction.SquaredRelu)]
    public void Activations_neither_die_nor_explode(double density, ActivationFunction activation)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var net = RandomNets.Create(seed, 50, 200, 10, density, activation);

            var h = ReferenceEvaluator.Activations(net, RandomNets.Inputs(net, seed + 1000, 1));

            Assert.InRange(h.Count(value => value > 0), 60, 140);
            Assert.InRange(h.Max(), 0.05, 20);
            Assert.InRange(net.Checks.Logits.Max(Math.Abs), 0.01, 20);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_network() =>
        Assert.Equal(RandomNets.Create(7, 5, 6, 3, 0.5), RandomNets.Create(7, 5, 6, 3, 0.5));
}
