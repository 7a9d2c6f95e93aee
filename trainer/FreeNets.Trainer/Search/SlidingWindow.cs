using static TorchSharp.torch;

namespace FreeNets.Trainer.Search;

/// <summary>Co-activations over the latest batches of a training.</summary>
/// <param name="neurons">k.</param>
/// <param name="batches">How many batches it reaches back, at least 1.</param>
public sealed class SlidingWindow(int neurons, int batches)
{
    private readonly Queue<CoActivations> _parts = new();

    /// <summary>The statistics of all batches in the window; null before the first.</summary>
    public CoActivations? Sum { get; private set; }

    /// <summary>Takes in a batch and lets the oldest go where the window is full.</summary>
    /// <param name="h">Activations, [k, n].</param>
    public void Add(Tensor h)
    {
        var counter = new CoActivationCounter(neurons);
        counter.Add(h);
        var batch = counter.ToCoActivations();
        if (batches == 1)
        {
            Sum = batch;
            return;
        }

        _parts.Enqueue(batch);
        Sum = Sum is null ? batch : Sum.Plus(batch);
        if (_parts.Count > batches)
        {
            Sum = Sum.Minus(_parts.Dequeue());
        }
    }
}
