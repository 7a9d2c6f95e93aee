using FreeNets.Trainer.Training;

namespace FreeNets.Trainer.Search.Budgets;

/// <summary>What <c>freenets train --budget</c> does where it is not told otherwise: the best that was found on held-out images.</summary>
internal static class BudgetDefaults
{
    /// <summary>The default cap of inputs.</summary>
    public static Cap SmallestInputCap { get; } = new(2, 28);

    /// <summary>The default search for so many weights.</summary>
    public static Budget Of(int weights) => new(weights) { InputCap = SmallestInputCap, EdgeCap = new Cap(4, 32), Levels = 8 };

    /// <summary><paramref name="options"/> with what suits a budget wherever <paramref name="isGiven"/> says no of an option's name.</summary>
    public static TrainingOptions Follow(TrainingOptions options, Func<string, bool> isGiven) => options with
    {
        Neurons = options.Layers is not null || isGiven("--neurons") ? options.Neurons : 128,
        Epochs = isGiven("--epochs") ? options.Epochs : 100,
        BatchSize = isGiven("--batch-size") ? options.BatchSize : 256,
        WeightDecay = isGiven("--weight-decay") ? options.WeightDecay : 0.05,
        Shift = isGiven("--shift") || options.Teacher is not null ? options.Shift : 1,
        UpdateEvery = isGiven("--update-every") ? options.UpdateEvery : 100,
        Window = isGiven("--window") || isGiven("--update-every") ? options.Window : 1,
    };
}
