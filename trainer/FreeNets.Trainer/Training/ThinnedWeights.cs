using FreeNets.Trainer.Networks;
using FreeNets.Trainer.Search.Budgets;
using FreeNets.Trainer.Training.Rules;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training;

/// <summary>The weights of encoder and decoder where some are left out, and the rules that choose which.</summary>
internal sealed class ThinnedWeights : IDisposable
{
    private readonly List<WeightRule> _rules = [];
    private readonly Tensor? _norms;

    /// <summary>Leaves out what may never live, and sets up the rules that the options ask for.</summary>
    /// <exception cref="TrainingException">The budget is more than may live together.</exception>
    public ThinnedWeights(WeightTrainer trainer, TrainingOptions options, Pattern pattern)
    {
        if (options.Budget is { } budget)
        {
            CheckRoom(budget, pattern, trainer.Module.Architecture);
        }

        var isCut = options.Budget is not null || !pattern.IsOpen;
        if (isCut || options.PruneInputs != InputPruning.None)
        {
            Encoder = new MaskedWeights(trainer.Module.Encoder);
        }

        if (isCut || options.OutputDensity != 1)
        {
            Decoder = new MaskedWeights(trainer.Module.Decoder);
        }

        if (isCut)
        {
            using var scope = NewDisposeScope();
            Encoder!.Apply(pattern.Encoder(trainer.Module.Architecture.Inputs));
            Decoder!.Apply(pattern.Decoder(trainer.Module.Architecture.Outputs));
        }

        var pruning = trainer.SpanOf(GradualPruning.End);
        if (options.PruneInputs == InputPruning.Freeevolve)
        {
            _rules.Add(new InputEvolution(Encoder!, trainer, options.InputEpsilon, trainer.SpanOf(1 - options.FixedFraction)));
        }
        else if (options.PruneInputs == InputPruning.Magnitude)
        {
            _norms = trainer.InputNorms();
            _rules.Add(new GradualPruning(Encoder!, _norms, options.InputDensity, pruning));
        }

        if (options.OutputDensity != 1)
        {
            _rules.Add(new GradualPruning(Decoder!, null, options.OutputDensity, pruning));
        }
    }

    /// <summary>The encoder's weights; null where all live.</summary>
    public MaskedWeights? Encoder { get; }

    /// <summary>The decoder's weights; null where all live.</summary>
    public MaskedWeights? Decoder { get; }

    /// <summary>Lets the rules choose, after a step of the first round.</summary>
    public void AfterStep(TrainedStep taken) => _rules.ForEach(rule => rule.AfterStep(taken));

    /// <inheritdoc/>
    public void Dispose()
    {
        Encoder?.Dispose();
        Decoder?.Dispose();
        _norms?.Dispose();
    }

    private static void CheckRoom(Budget budget, Pattern pattern, Architecture sizes)
    {
        if (pattern.Room(sizes.Inputs, sizes.Outputs) is var room && budget.Weights > room)
        {
            throw new TrainingException(
                $"--budget {budget.Weights}: caps, levels and layers leave room for {room} weights of {sizes.Inputs} inputs, "
                + $"{sizes.Neurons} neurons and {sizes.Outputs} outputs. Lower it, or raise --input-cap, --edge-cap or --neurons.");
        }
    }
}
