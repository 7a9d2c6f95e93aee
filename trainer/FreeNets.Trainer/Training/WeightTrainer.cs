using System.Diagnostics;
using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Networks;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Search.Budgets;
using FreeNets.Trainer.Training.Budgets;
using FreeNets.Trainer.Training.Existing;
using FreeNets.Trainer.Training.Optimisers;
using FreeNets.Trainer.Training.Rules;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training;

/// <summary>Fits the weights of one module to one data set, round after round: line 2 of Algorithm 2, and the pass of line 3.</summary>
public sealed class WeightTrainer : IDisposable
{
    private readonly TrainingOptions _options;
    private readonly TrainingEvents _events;
    private readonly SampleTensors _train;
    private readonly SampleTensors _test;
    private readonly SampleTensors? _validation;
    private readonly Generator _order;
    private readonly MaskedAdamW _optimiser = new();
    private readonly Muon? _muon;
    private readonly ImageShift? _shift;
    private readonly ThinnedWeights _thinned;
    private readonly Teacher? _teacher;
    private int _rounds;

    /// <summary>A trainer with fresh weights, on the graph that the method starts from.</summary>
    /// <exception cref="TrainingException">The training set cannot be split, or its images not moved, as asked for.</exception>
    public WeightTrainer(TrainingData data, TrainingOptions options, TrainingEvents events)
    {
        (_options, _events) = (options, events);
        var (train, validation) = ValidationSplit.Of(data.Train, options.ValidationFraction, options.Seed);
        _train = new SampleTensors(train, data.Preparation);
        _test = new SampleTensors(data.Test, data.Preparation);
        _validation = validation is null ? null : new SampleTensors(validation, data.Preparation);
        _order = RandomStreams.Open(RandomStream.OrderOfSamples, options.Seed);
        _shift = options.Shift == 0 ? null : new ImageShift(train, options.Shift, options.Seed, options.ShiftPer);
        using var weights = RandomStreams.Open(RandomStream.InitialWeights, options.Seed);
        var (inputs, outputs) = (data.TrainedInputs, data.Outputs);
        var neurons = Methods.NeuronsOf(options.Method, options.Neurons, inputs, outputs);
        var domain = data.Preparation is null ? Architecture.UnitBytes : Architecture.Prepared;
        Module = options.From?.ToModule(data)
            ?? new FreeNetModule(new Architecture(inputs, neurons, outputs, options.Activation, domain), weights)
            {
                Graph = Methods.StartOf(options, neurons),
            };
        _thinned = new ThinnedWeights(this, options, Patterns.Of(options, neurons));
        if (options.Optimiser == Optimiser.Muon)
        {
            _muon = new Muon(Module.Encoder, options.WeightDecay, _thinned.Encoder?.Mask);
        }
        else
        {
            _optimiser.Add(Module.Encoder, options.WeightDecay, _thinned.Encoder?.Mask);
        }

        _optimiser.Add(Module.EncoderBias, 0);
        _optimiser.Add(Module.Cascade, options.WeightDecay, Module.Mask);
        _optimiser.Add(Module.Decoder, options.WeightDecay, _thinned.Decoder?.Mask);
        _optimiser.Add(Module.DecoderBias, 0);
        _teacher = options.Teacher is null ? null : Teacher.Load(options.Teacher, _train, inputs, outputs);
    }

    /// <summary>The network being trained.</summary>
    public FreeNetModule Module { get; }

    /// <summary>Epochs completed, all rounds together.</summary>
    public int EpochsTrained { get; private set; }

    private int StepsPerEpoch => (_train.Count + _options.BatchSize - 1) / _options.BatchSize;

    /// <summary>The first <paramref name="fraction"/> of the first round's steps.</summary>
    public SearchSpan SpanOf(double fraction) => new((int)Math.Round(fraction * _options.Epochs * StepsPerEpoch), StepsPerEpoch);

    /// <summary>Trains one round on <paramref name="graph"/>, starting from the weights as they are.</summary>
    /// <param name="graph">G.</param>
    /// <param name="afterStep">Called after each step; gives the graph to go on with. Null keeps the graph.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    /// <exception cref="OperationCanceledException">Cancelled, between two steps.</exception>
    /// <exception cref="TrainingException">The loss is no longer finite.</exception>
    public void Fit(Ncg graph, Func<TrainedStep, Ncg>? afterStep, CancellationToken cancellation)
    {
        Module.Graph = graph;
        var round = _rounds++;
        var epochs = round == 0 ? _options.Epochs : _options.RoundEpochs;
        var done = new StepProgress(round, 1, epochs, 0, epochs * StepsPerEpoch);
        using var stopping = new Stopping(Module, _options, afterStep is null ? 0 : SpanOf(1 - _options.FixedFraction).Steps);
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            var start = Stopwatch.GetTimestamp();
            var (loss, accuracy) = TrainEpoch(done with { Epoch = epoch, Step = (epoch - 1) * StepsPerEpoch }, afterStep, cancellation);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            EpochsTrained++;
            var validation = ValidationScore();
            _events.Epoch?.Invoke(new EpochResult(
                round, epoch, epochs, loss, accuracy, TestScore(), validation, seconds, Module.Graph.EdgeCount));
            if (EpochsTrained == 1)
            {
                _events.Statistics?.Invoke(new StatisticsSnapshot("start", Measure(StatisticsSource.Train, cancellation), Module.Graph));
            }

            if (stopping.After(epoch * StepsPerEpoch, loss, validation))
            {
                break;
            }
        }

        stopping.Restore();
    }

    /// <summary>One pass over the training or validation data that records which neurons are active together.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, between two batches.</exception>
    public CoActivations Measure(StatisticsSource source, CancellationToken cancellation = default)
    {
        using var untracked = no_grad();
        var counter = new CoActivationCounter(Module.Architecture.Neurons);
        (source == StatisticsSource.Validation ? _validation! : _train).ForEachSlice((pixels, _) =>
        {
            cancellation.ThrowIfCancellationRequested();
            counter.Add(Module.Activations(pixels));
        });
        return counter.ToCoActivations();
    }

    /// <summary>
    /// One pass over the training data: on how many of the samples an input (raw value not 0) and a neuron are both active, [k, inputs],
    /// and on how many neither is. The caller's scope owns the tensors.
    /// </summary>
    public (Tensor Active, Tensor Inactive, long Samples) MeasureInputs()
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        var (neurons, inputs) = (Module.Architecture.Neurons, Module.Architecture.Inputs);
        var both = zeros(neurons, inputs, ScalarType.Float64);
        var ofNeurons = zeros(neurons, 1, ScalarType.Float64);
        var ofInputs = zeros(1, inputs, ScalarType.Float64);
        _train.ForEachSlice((pixels, _) =>
        {
            var h = Module.Activations(pixels).gt(0).to_type(ScalarType.Float32);
            var x = pixels.ne(0).to_type(ScalarType.Float32);
            both.add_(h.matmul(x));
            ofNeurons.add_(h.sum(1, keepdim: true));
            ofInputs.add_(x.sum(0, keepdim: true));
        });
        var inactive = both.sub(ofNeurons).sub(ofInputs).add(_train.Count);
        return (both.MoveToOuterDisposeScope(), inactive.MoveToOuterDisposeScope(), _train.Count);
    }

    /// <summary>How good the outputs for the test samples are.</summary>
    public Score TestScore() => Scoring.Of(Module, _test);

    /// <summary>The same of the samples held out for validation; null where there are none.</summary>
    public Score? ValidationScore() => _validation is null ? null : Scoring.Of(Module, _validation);

    /// <summary>The outputs for the test samples, [count, outputs]: logits, or standardised numbers.</summary>
    public float[] TestOutputs() => Scoring.Outputs(Module, _test);

    /// <summary>The weights of all edges, live or not, as [target, source].</summary>
    public float[,] CascadeWeights() => ToMatrix(Module.Cascade);

    /// <summary>Sets the weights of these edges to 0.</summary>
    public void ZeroCascadeWeights(Ncg edges)
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (target, source) in edges.Edges())
        {
            Module.Cascade[target, source].zero_();
        }
    }

    /// <summary>
    /// ∂loss/∂w of every possible edge, live or not, as [target, source], on one batch: what an absent edge would change if it came
    /// with weight 0. By the plain cascade, whose gradient is dense. Leaves the gradients of the training alone.
    /// </summary>
    public float[,] DenseCascadeGradient(Tensor inputs, Tensor wanted)
    {
        using var scope = NewDisposeScope();
        using var w = (Module.Cascade * Module.Mask).detach().requires_grad_();
        var h = CascadeFunction.Apply(Module.Encode(inputs).detach(), w, _options.Activation);
        var logits = addmm(Module.DecoderBias.detach(), h.t(), Module.Decoder.detach().t(), 1, 1);
        _options.Loss.Of(logits, wanted).backward();
        return ToMatrix(w.grad!);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimiser.Dispose();
        _muon?.Dispose();
        _shift?.Dispose();
        Module.Dispose();
        _order.Dispose();
        _train.Dispose();
        _test.Dispose();
        _validation?.Dispose();
        _teacher?.Dispose();
        _thinned.Dispose();
    }

    private static float[,] ToMatrix(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var matrix = new float[tensor.shape[0], tensor.shape[1]];
        var values = tensor.detach().contiguous().data<float>().ToArray();
        Buffer.BlockCopy(values, 0, matrix, 0, values.Length * sizeof(float));
        return matrix;
    }

    /// <summary>Encoder and decoder as a budget's ranking takes them. The caller owns it.</summary>
    internal BudgetedWeights Budgeted(Pattern pattern)
    {
        using var norms = InputNorms();
        using var scale = (Module.Scale.abs().to_type(ScalarType.Float64) / Math.Sqrt(_train.Count)).to_type(ScalarType.Float32);
        using var strengths = norms * scale;
        return new BudgetedWeights(Module, pattern, _thinned.Encoder!, _thinned.Decoder!, strengths);
    }

    /// <summary>√Σ (r_p − mean)² over the training data, [inputs].</summary>
    internal Tensor InputNorms()
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        var squares = zeros(Module.Architecture.Inputs, ScalarType.Float64);

        // [0], since a bare 0 would be taken for an element type, and sum up all pixels.
        _train.ForEachSlice((pixels, _) => squares.add_(pixels.to_type(ScalarType.Float64).sub(Module.Mean).square().sum([0])));
        return scope.Detach(squares.sqrt().to_type(ScalarType.Float32));
    }

    private (double Loss, double? Accuracy) TrainEpoch(
        StepProgress progress, Func<TrainedStep, Ncg>? afterStep, CancellationToken cancellation)
    {
        using var order = randperm(_train.Count, ScalarType.Int64, generator: _order);
        var (loss, correct) = (0.0, 0L);
        for (var start = 0; start < _train.Count; start += _options.BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(_options.BatchSize, _train.Count - start);
            var rate = _options.RateAt((double)progress.Step / progress.Steps, progress.Round);
            progress = progress with { Step = progress.Step + 1 };
            var (stepLoss, stepCorrect) = TrainStep(order, start, count, rate, progress, afterStep);
            loss += stepLoss * count;
            correct += stepCorrect;
            _events.Step?.Invoke(progress);
        }

        return (loss / _train.Count, _train.AreNumbers ? null : (double)correct / _train.Count);
    }

    private (double Loss, long Correct) TrainStep(
        Tensor order, int start, int count, double rate, StepProgress progress, Func<TrainedStep, Ncg>? afterStep)
    {
        using var scope = NewDisposeScope();
        var indices = order.narrow(0, start, count);
        var (inputs, wanted) = _train.Gather(indices);
        inputs = _shift?.Move(inputs) ?? inputs;
        var h = Module.Activations(inputs);
        var logits = Module.Decode(h);
        var loss = _options.Loss.Of(logits, wanted);
        loss = _teacher?.Distil(loss, logits, indices) ?? loss;
        var value = loss.item<float>();
        if (!float.IsFinite(value))
        {
            throw new TrainingException(
                "The loss is no longer finite: the network ran away. Lower --learning-rate, and with squared-relu perhaps --neurons.");
        }

        loss.backward();
        _optimiser.Step(rate);
        _muon?.Step(rate);
        Evolve(new TrainedStep(progress, inputs, wanted, h.detach()), afterStep);
        return (value, _train.AreNumbers ? 0 : Scoring.Correct(logits.detach(), wanted));
    }

    /// <summary>What changes between steps besides weights: the graph, and in the first round the masks of encoder and decoder.</summary>
    private void Evolve(TrainedStep taken, Func<TrainedStep, Ncg>? afterStep)
    {
        if (taken.Progress.Round == 0)
        {
            _thinned.AfterStep(taken);
        }

        if (afterStep?.Invoke(taken) is { } next && !ReferenceEquals(next, Module.Graph))
        {
            Module.Graph = next;
        }
    }
}
