using FreeNets.Trainer.Training.Optimisers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Tests.Training;

public sealed class MaskedAdamWTests
{
    // Whole vectors and a rest at every width.
    private const int Columns = 13;

    [Fact]
    public void Without_a_mask_it_is_the_AdamW_of_TorchSharp()
    {
        using var ours = Weights();
        using var theirs = Weights();
        using var optimiser = new MaskedAdamW();
        using var reference = optim.AdamW([theirs], lr: 0.01, weight_decay: 0.1);
        optimiser.Add(ours, 0.1);
        for (var step = 0; step < 50; step++)
        {
            reference.zero_grad();
            Loss(ours, step).backward();
            Loss(theirs, step).backward();
            optimiser.Step(0.01);
            reference.step();
        }

        Assert.True(allclose(ours, theirs, 1e-5, 1e-6));
        Assert.False(allclose(ours, Weights(), 1e-2, 1e-2));
    }

    [Fact]
    public void Masked_weights_keep_their_bits_and_go_on_where_they_were()
    {
        using var weights = Weights();
        using var mask = ones(4, Columns);
        using var optimiser = new MaskedAdamW();
        optimiser.Add(weights, 0.1, mask);
        Steps(10);
        var before = weights.data<float>().ToArray();

        mask[1] = tensor(0f);
        Steps(20);
        var masked = weights.data<float>().ToArray();
        mask[1] = tensor(1f);
        Steps(1);
        var after = weights.data<float>().ToArray();

        for (var i = 0; i < before.Length; i++)
        {
            var isMasked = i / Columns == 1;
            Assert.Equal(isMasked, BitConverter.SingleToInt32Bits(before[i]) == BitConverter.SingleToInt32Bits(masked[i]));
            Assert.NotEqual(masked[i], after[i]);
        }

        void Steps(int count)
        {
            for (var step = 0; step < count; step++)
            {
                // The gradient is not masked here: the optimiser itself has to hold the weights still.
                Loss(weights, step).backward();
                optimiser.Step(0.01);
            }
        }
    }

    private static Parameter Weights() => new(linspace(-1, 1, 4 * Columns).view(4, Columns));

    private static Tensor Loss(Tensor weights, int step) => (weights - (0.1 * step)).pow(2).sum();
}
