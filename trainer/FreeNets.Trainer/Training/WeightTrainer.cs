using System.Diagnostics;
using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Networks;
using FreeNets.Trainer.Search;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training;

/// <summary>Fits the weights of one module to one data set, round after round: line 2 of Algorithm 2, and the pass of line 3.</summary>
public sealed class WeightTrainer : IDisposable
{
    private const int EvaluationBatch = 1024;

    private readonly TrainingOptions _options;
    private readonly TrainingEvents _events;
    private readonly ImageTensors _train;
    private readonly ImageTensors _test;
    private readonly Generator _order;
    private readonly MaskedAdamW _optimiser = new();
    private int _rounds;

    /// <summary>A trainer with fresh weights on the dense graph.</summary>
    public WeightTrainer(DataSet data, TrainingOptions options, TrainingEvents events)
    {
        (_options, _events) = (options, events);
        _train = new ImageTensors(data.Train);
        _test = new ImageTensors(data.Test);
        _order = RandomStreams.Open(RandomStream.OrderOfSamples, options.Seed);
        using var weights = RandomStreams.Open(RandomStream.InitialWeights, options.Seed);
        var (inputs, outputs) = (data.Train.PixelsPerImage, data.Classes);
        Module = new FreeNetModule(
            new Architecture(inputs, options.Neurons, outputs, options.Activation, Architecture.UnitBytes), weights);
        _optimiser.Add(Module.Encoder, options.WeightDecay);
        _optimiser.Add(Module.EncoderBias, 0);
        _optimiser.Add(Module.Cascade, options.WeightDecay, Module.Mask);
        _optimiser.Add(Module.Decoder, options.WeightDecay);
        _optimiser.Add(Module.DecoderBias, 0);
    }

    /// <summary>The network being trained.</summary>
    public FreeNetModule Module { get; }

    /// <summary>Epochs completed, all rounds together.</summary>
    public int EpochsTrained { get; private set; }

    /// <summary>Trains one round on <paramref name="graph"/>, starting from the weights as they are.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, between two steps.</exception>
    /// <exception cref="TrainingException">The loss is no longer finite.</exception>
    public void Fit(Ncg graph, CancellationToken cancellation)
    {
        Module.Graph = graph;
        var round = _rounds++;
        var epochs = round == 0 ? _options.Epochs : _options.RoundEpochs;
        var stepsPerEpoch = (_train.Count + _options.BatchSize - 1) / _options.BatchSize;
        var done = new StepProgress(round, 1, epochs, 0, epochs * stepsPerEpoch);
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            var start = Stopwatch.GetTimestamp();
            var (loss, accuracy) = TrainEpoch(done with { Epoch = epoch, Step = (epoch - 1) * stepsPerEpoch }, cancellation);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            EpochsTrained++;
            _events.Epoch?.Invoke(new EpochResult(round, epoch, epochs, loss, accuracy, TestAccuracy(), seconds, graph.EdgeCount));
        }
    }

    /// <summary>One pass over the training data that records which neurons are active together.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, between two batches.</exception>
    public CoActivations Measure(CancellationToken cancellation)
    {
        using var untracked = no_grad();
        var counter = new CoActivationCounter(_options.Neurons);
        ForEachSlice(_train, (pixels, _) =>
        {
            cancellation.ThrowIfCancellationRequested();
            counter.Add(Module.Activations(pixels));
        });
        return counter.ToCoActivations();
    }

    /// <summary>The fraction of test images whose largest logit is their label's.</summary>
    public double TestAccuracy()
    {
        using var untracked = no_grad();
        var correct = 0L;
        ForEachSlice(_test, (pixels, labels) => correct += Correct(Module.forward(pixels), labels));
        return (double)correct / _test.Count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimiser.Dispose();
        Module.Dispose();
        _order.Dispose();
        _train.Dispose();
        _test.Dispose();
    }

    private static long Correct(Tensor logits, Tensor labels) => logits.argmax(1).eq(labels).sum().item<long>();

    private static void ForEachSlice(ImageTensors images, Action<Tensor, Tensor> use)
    {
        for (var start = 0; start < images.Count; start += EvaluationBatch)
        {
            using var scope = NewDisposeScope();
            var (pixels, labels) = images.Slice(start, Math.Min(EvaluationBatch, images.Count - start));
            use(pixels, labels);
        }
    }

    private (double Loss, double Accuracy) TrainEpoch(StepProgress progress, CancellationToken cancellation)
    {
        using var order = randperm(_train.Count, ScalarType.Int64, generator: _order);
        var (loss, correct) = (0.0, 0L);
        for (var start = 0; start < _train.Count; start += _options.BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(_options.BatchSize, _train.Count - start);
            var (stepLoss, stepCorrect) = TrainStep(order, start, count, RateAt((double)progress.Step / progress.Steps, progress.Round));
            loss += stepLoss * count;
            correct += stepCorrect;
            progress = progress with { Step = progress.Step + 1 };
            _events.Step?.Invoke(progress);
        }

        return (loss / _train.Count, (double)correct / _train.Count);
    }

    private (double Loss, long Correct) TrainStep(Tensor order, int start, int count, double rate)
    {
        using var scope = NewDisposeScope();
        var (pixels, labels) = _train.Gather(order.narrow(0, start, count));
        var logits = Module.forward(pixels);
        var loss = nn.functional.cross_entropy(logits, labels);
        var value = loss.item<float>();
        if (!float.IsFinite(value))
        {
            throw new TrainingException(
                "The loss is no longer finite: the network ran away. Lower --learning-rate, and with squared-relu perhaps --neurons.");
        }

        loss.backward();
        _optimiser.Step(rate);
        return (value, Correct(logits.detach(), labels));
    }

    /// <summary>A half cosine from the round's peak to 0; <paramref name="fraction"/> of the round is done.</summary>
    private double RateAt(double fraction, int round) =>
        _options.LearningRate * (round == 0 ? 1 : _options.LaterRoundRate) * 0.5 * (1 + Math.Cos(Math.PI * fraction));
}
