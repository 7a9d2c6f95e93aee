using FreeNets.Trainer.Training;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Tests.Training;

public sealed class LossTests
{
    [Fact]
    public void Squared_error_is_the_mean_distance_from_the_one_hot_label()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 1f, 0f, 2f, 0.5f, 0.5f, 0f }).view(2, 3);
        var labels = tensor(new[] { 0L, 2L });

        // (0 + 0 + 4 + 0.25 + 0.25 + 1) / 2
        Assert.Equal(2.75f, Loss.SquaredError.Of(logits, labels).item<float>());
    }

    [Fact]
    public void Cross_entropy_is_in_nats()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(Math.Log(4), Loss.CrossEntropy.Of(zeros(3, 4), tensor(new[] { 0L, 1L, 2L })).item<float>(), 6);
    }

    [Fact]
    public void A_network_learns_by_squared_error()
    {
        var options = new TrainingOptions { Neurons = 12, Epochs = 6, MaxRounds = 0, BatchSize = 16, Loss = Loss.SquaredError };

        var net = TrainingRun.Run("tiny", TinySet.Create(), options, new(), default).Net;

        Assert.InRange(net.Provenance.TestAccuracy!.Value, 0.9, 1);
    }
}
