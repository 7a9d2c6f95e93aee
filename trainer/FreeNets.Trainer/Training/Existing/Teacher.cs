using FreeNets.Model;
using FreeNets.Trainer.Networks;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training.Existing;

/// <summary>
/// Distillation (Hinton et al., 2015): half the loss is the usual one, half is T² times the cross-entropy of teacher and student,
/// both as softmaxes at temperature T = 2.
/// </summary>
internal sealed class Teacher : IDisposable
{
    private const double Temperature = 2;
    private const double Weight = 0.5;
    private const int Batch = 1024;

    private readonly Tensor _probabilities;

    private Teacher(Tensor probabilities) => _probabilities = probabilities;

    /// <summary>The teacher in a model file, asked once for every training image.</summary>
    /// <exception cref="FnetException">The file is not a model.</exception>
    /// <exception cref="TrainingException">The model is for other images or classes, or of a kind that the trainer cannot
    /// compute.</exception>
    public static Teacher Load(string path, SampleTensors samples, int inputs, int outputs)
    {
        var net = FnetFile.Load(path);
        if (net.Inputs != inputs || net.Outputs != outputs)
        {
            throw new TrainingException(
                $"--teacher {path}: the model has {net.Inputs} inputs and {net.Outputs} outputs, the data {inputs} and {outputs}. "
                + "Give a model that was trained on the same data.");
        }

        if (FreeNetModule.FaultOf(net) is { } fault)
        {
            throw new TrainingException($"--teacher {path}: {fault}");
        }

        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        using var module = FreeNetModule.FromFreeNet(net);
        var logits = new List<Tensor>();
        for (var start = 0; start < samples.Count; start += Batch)
        {
            logits.Add(module.forward(samples.Slice(start, Math.Min(Batch, samples.Count - start)).Inputs));
        }

        return new Teacher(scope.Detach(cat(logits).div_(Temperature).softmax(1)));
    }

    /// <summary>The loss to minimise, a scalar.</summary>
    /// <param name="loss">The usual loss.</param>
    /// <param name="logits">[n, classes].</param>
    /// <param name="indices">The numbers of the images, [n].</param>
    public Tensor Distil(Tensor loss, Tensor logits, Tensor indices)
    {
        // Like the divergence of Kullback and Leibler, but for the teacher's entropy, which is the same for every student.
        var student = nn.functional.log_softmax(logits / Temperature, 1);
        var crossEntropy = -(student * _probabilities.index_select(0, indices)).sum(1).mean();
        return (loss * (1 - Weight)) + (crossEntropy * (Weight * Temperature * Temperature));
    }

    /// <inheritdoc/>
    public void Dispose() => _probabilities.Dispose();
}
