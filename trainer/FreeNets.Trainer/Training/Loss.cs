using static TorchSharp.torch;

namespace FreeNets.Trainer.Training;

/// <summary>What the weights minimise.</summary>
public enum Loss
{
    /// <summary>−log of the label's probability under the softmax of the logits, in nats; for classes only.</summary>
    CrossEntropy,

    /// <summary>‖y − NN(x)‖² of Algorithm 2, with y the label as one-hot, or the standardised numbers.</summary>
    SquaredError,

    /// <summary>Half the square of an error up to one standard deviation, and linear beyond (Huber, 1964); for numbers only.</summary>
    Huber,
}

/// <summary>Losses as means over the samples of a batch.</summary>
public static class Losses
{
    /// <summary>The mean loss, a scalar, of outputs [n, outputs] and either labels [n] or numbers [n, outputs].</summary>
    public static Tensor Of(this Loss loss, Tensor outputs, Tensor wanted) => loss switch
    {
        Loss.CrossEntropy => nn.functional.cross_entropy(outputs, wanted),
        Loss.Huber => nn.functional.huber_loss(outputs, wanted, reduction: nn.Reduction.None).sum(1).mean(),
        _ => (outputs - Numbers(wanted, outputs)).square().sum(1).mean(),
    };

    private static Tensor Numbers(Tensor wanted, Tensor outputs) =>
        wanted.dtype == ScalarType.Int64 ? nn.functional.one_hot(wanted, outputs.shape[1]).to_type(outputs.dtype) : wanted;
}
