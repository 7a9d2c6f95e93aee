using FreeNets.Trainer.Networks;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training;

/// <summary>How good the outputs are.</summary>
/// <param name="Accuracy">The fraction of samples, in [0, 1], whose largest logit is their label's; null where numbers are
/// predicted.</param>
/// <param name="RSquared">
/// Where numbers are predicted: 1 less the sum of squared errors over that of the mean's, the mean over the outputs; otherwise null.
/// </param>
public readonly record struct Score(double? Accuracy, double? RSquared);

/// <summary>Measures a network on samples.</summary>
internal static class Scoring
{
    /// <summary>The score of the network as it is.</summary>
    public static Score Of(FreeNetModule module, SampleTensors samples)
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        if (!samples.AreNumbers)
        {
            var correct = 0L;
            samples.ForEachSlice((inputs, labels) => correct += Correct(module.forward(inputs), labels));
            return new Score((double)correct / samples.Count, null);
        }

        var (_, wanted) = samples.Slice(0, samples.Count);
        var errors = zeros(wanted.shape[1], ScalarType.Float64);
        samples.ForEachSlice((inputs, numbers) =>
            errors.add_((module.forward(inputs) - numbers).to_type(ScalarType.Float64).square().sum([0])));
        var spread = (wanted - wanted.mean([0])).to_type(ScalarType.Float64).square().sum([0]);
        return new Score(null, where(spread.gt(0), 1 - (errors / spread), zeros_like(spread)).mean().item<double>());
    }

    /// <summary>The number of samples whose largest logit is their label's.</summary>
    public static long Correct(Tensor logits, Tensor labels) => logits.argmax(1).eq(labels).sum().item<long>();

    /// <summary>The outputs, [count, outputs]: logits, or standardised numbers.</summary>
    public static float[] Outputs(FreeNetModule module, SampleTensors samples)
    {
        using var untracked = no_grad();
        var outputs = new List<float>();
        samples.ForEachSlice((inputs, _) => outputs.AddRange(module.forward(inputs).contiguous().data<float>()));
        return [.. outputs];
    }
}
