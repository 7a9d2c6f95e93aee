using static TorchSharp.torch;

namespace FreeNets.Trainer.Training;

/// <summary>What the weights minimise.</summary>
public enum Loss
{
    /// <summary>−log of the label's probability under the softmax of the logits, in nats.</summary>
    CrossEntropy,

    /// <summary>‖y − NN(x)‖² of Algorithm 2, with y the label as one-hot.</summary>
    SquaredError,
}

/// <summary>Losses as means over the samples of a batch.</summary>
public static class Losses
{
    /// <summary>The mean loss, a scalar, of logits [n, classes] and labels [n].</summary>
    public static Tensor Of(this Loss loss, Tensor logits, Tensor labels) => loss == Loss.CrossEntropy
        ? nn.functional.cross_entropy(logits, labels)
        : (logits - nn.functional.one_hot(labels, logits.shape[1]).to_type(logits.dtype)).square().sum(1).mean();
}
