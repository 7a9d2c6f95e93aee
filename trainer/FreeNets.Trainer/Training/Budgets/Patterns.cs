using FreeNets.Trainer.Search.Budgets;

namespace FreeNets.Trainer.Training.Budgets;

/// <summary>The pattern that the options of a training ask for.</summary>
public static class Patterns
{
    /// <summary>The pattern of a network of so many neurons.</summary>
    public static Pattern Of(TrainingOptions options, int neurons) => options.From is { } start
        ? Pattern.OfNetwork(options.Method, start.Net, options.Budget)
        : Pattern.Of(options.Method, neurons, options.Layers, options.Budget);

    /// <summary><paramref name="options"/> with the number of weights that a <see cref="Budget.Full"/> budget stands for.</summary>
    public static TrainingOptions Fill(TrainingOptions options, int inputs, int outputs) => options.Budget is { Weights: Budget.Full } full
        ? options with { Budget = full with { Weights = checked((int)Of(options, options.Neurons).Room(inputs, outputs)) } }
        : options;
}
