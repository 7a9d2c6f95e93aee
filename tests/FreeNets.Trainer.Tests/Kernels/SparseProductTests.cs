using FreeNets.Trainer.Kernels;
using FreeNets.Trainer.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Tests.Kernels;

public sealed class SparseProductTests
{
    [Theory]
    [InlineData(1, 1, 64, 1)]
    [InlineData(3, 5, 64, 0)]
    [InlineData(7, 36, 128, 0.1)]
    [InlineData(12, 50, 256, 0.4)]
    [InlineData(20, 33, 192, 1)]
    public void It_agrees_with_the_dense_product_in_float64(int neurons, int inputs, int samples, double density)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)neurons);
        var mask = rand(neurons, inputs, generator: generator).lt(density).to_type(ScalarType.Float32);
        var weights = rand(neurons, inputs, generator: generator) - 0.5;
        var bias = new Parameter(rand(neurons, generator: generator));
        var x = rand(inputs, samples, generator: generator);
        var dz = rand(neurons, samples, generator: generator) - 0.5;

        // Weights that do not live are infinite: whatever reads one shows.
        var w = new Parameter(where(mask.gt(0), weights, tensor(float.PositiveInfinity)));
        var plain = new Parameter((weights * mask).to(ScalarType.Float64));

        var z = SparseEncoderFunction.Apply(bias, w, x, Live(mask));
        var expected = addmm(bias.detach().to(ScalarType.Float64).unsqueeze(1), plain, x.to(ScalarType.Float64), 1, 1);
        z.backward([dz]);
        expected.backward([dz.to(ScalarType.Float64)]);

        AssertClose(expected, z);
        AssertClose(plain.grad! * mask, w.grad!);
        AssertClose(dz.to(ScalarType.Float64).sum([1]), bias.grad!);
    }

    private static CascadeEdges Live(Tensor mask)
    {
        var (neurons, inputs) = ((int)mask.shape[0], (int)mask.shape[1]);
        var live = from i in Enumerable.Range(0, neurons)
                   from j in Enumerable.Range(0, inputs)
                   where mask[i, j].item<float>() != 0
                   select (i, j);
        return new CascadeEdges(neurons, inputs, [.. live]);
    }

    private static void AssertClose(Tensor expected, Tensor actual) =>
        Assert.InRange(expected.detach().sub(actual.detach()).abs().max().item<double>(), 0, 1e-4);
}
