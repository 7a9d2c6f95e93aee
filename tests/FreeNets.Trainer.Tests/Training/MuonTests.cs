using FreeNets.Trainer.Training.Optimisers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Tests.Training;

public sealed class MuonTests
{
    [Theory]
    [InlineData(8, 8)]
    [InlineData(12, 50)]
    [InlineData(50, 12)]
    [InlineData(1, 7)]
    public void What_is_orthogonal_has_singular_values_near_1_and_the_matrix_s_singular_vectors(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var matrix = randn(rows, columns, generator: generator);
        var (u, values, vh) = linalg.svd(matrix, fullMatrices: false);

        // In the basis of its own singular vectors it has to be diagonal.
        var inBasis = u.t().matmul(Muon.Orthogonal(matrix)).matmul(vh.t());

        var diagonal = inBasis.diag();
        Assert.True(allclose(inBasis, diagonal.diag(), 0, 2e-3));
        Assert.All(diagonal.data<float>().ToArray(), static value => Assert.InRange(value, 0.65f, 1.25f));
        Assert.True(values.max().item<float>() > 1.25f);
    }

    [Fact]
    public void It_is_the_iteration_of_Newton_and_Schulz_on_the_matrix_itself()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(4);

        // Singular values over four orders of magnitude, as gradients have.
        var matrix = randn(20, 90, generator: generator) * logspace(-4, 0, 20).unsqueeze(1);
        var expected = matrix.to_type(ScalarType.Float64);
        expected = expected / expected.norm();
        for (var i = 0; i < 5; i++)
        {
            var gram = expected.matmul(expected.t());
            expected = (3.4445 * expected) + ((-4.7750 * gram) + (2.0315 * gram.matmul(gram))).matmul(expected);
        }

        Assert.True(allclose(Muon.Orthogonal(matrix), expected.to_type(ScalarType.Float32), 1e-3, 1e-3));
    }

    [Fact]
    public void A_step_changes_weights_by_a_fifth_of_the_rate_on_average()
    {
        using var generator = new Generator(5);
        using var weights = new Parameter(zeros(30, 200));
        using var optimiser = new Muon(weights, 0.1);
        using var target = randn(30, 200, generator: generator);
        (weights - target).pow(2).sum().backward();

        optimiser.Step(0.01);

        Assert.InRange(Math.Sqrt(weights.square().mean().item<float>()), 0.7 * 0.2 * 0.01, 1.25 * 0.2 * 0.01);
        Assert.True(weights.grad is null);
    }

    [Fact]
    public void Without_a_gradient_only_decay_is_left_and_weights_without_any_stay()
    {
        using var weights = new Parameter(ones(3, 4));
        using var optimiser = new Muon(weights, 0.5);
        optimiser.Step(0.1);
        Assert.All(weights.data<float>().ToArray(), static weight => Assert.Equal(1, weight));

        (weights * 0).sum().backward();
        optimiser.Step(0.1);

        Assert.All(weights.data<float>().ToArray(), static weight => Assert.Equal(0.95f, weight, 6));
    }

    [Fact]
    public void Masked_weights_keep_their_bits_and_move_again_when_they_return()
    {
        using var weights = Weights();
        using var mask = ones(4, 13);
        using var optimiser = new Muon(weights, 0.1, mask);
        Steps(weights, optimiser, 5);
        var before = weights.data<float>().ToArray();

        mask[1] = tensor(0f);
        Steps(weights, optimiser, 5);
        var masked = weights.data<float>().ToArray();
        mask[1] = tensor(1f);
        Steps(weights, optimiser, 1);
        var after = weights.data<float>().ToArray();

        for (var i = 0; i < before.Length; i++)
        {
            Assert.Equal(i / 13 == 1, BitConverter.SingleToInt32Bits(before[i]) == BitConverter.SingleToInt32Bits(masked[i]));
            Assert.NotEqual(masked[i], after[i]);
        }
    }

    [Fact]
    public void Momentum_fades_to_0_and_never_into_denormal_numbers()
    {
        using var weights = new Parameter(ones(2, 3));
        using var optimiser = new Muon(weights, 0);
        weights.sum().backward();
        optimiser.Step(0.1);
        var before = weights.data<float>().ToArray();
        for (var step = 0; step < 3000; step++)
        {
            (weights * 0).sum().backward();
            optimiser.Step(step < 2999 ? 0 : 0.1);
        }

        // The momentum would be 1e-45, and its direction as good as any.
        Assert.Equal(before, weights.data<float>().ToArray());
    }

    [Fact]
    public void It_is_the_same_every_time_and_leaves_no_tensor()
    {
        var live = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        var first = Run();

        Assert.Equal(first, Run());
        Assert.Equal(live, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);

        static float[] Run()
        {
            using var scope = NewDisposeScope();
            using var weights = Weights();
            using var optimiser = new Muon(weights, 0.1);
            Steps(weights, optimiser, 20);
            return weights.data<float>().ToArray();
        }
    }

    private static Parameter Weights() => new(linspace(-1, 1, 4 * 13).view(4, 13).clone());

    private static void Steps(Parameter weights, Muon optimiser, int count)
    {
        for (var step = 0; step < count; step++)
        {
            using var scope = NewDisposeScope();
            (weights - (0.1 * step)).pow(2).mul(linspace(1, 3, 13)).sum().backward();
            optimiser.Step(0.01);
        }
    }
}
