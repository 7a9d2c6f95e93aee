using FreeNets.Trainer.Search.Budgets;

namespace FreeNets.Trainer.Training.Budgets;

/// <summary>What <c>freenets train --budget</c> does where it is not told otherwise: the best that was found on held-out images.</summary>
internal static class BudgetDefaults
{
    /// <summary>A row of an image of MNIST's size, whose images have as many rows.</summary>
    private const int Row = 28;

    /// <summary>The default search for so many weights of a network in which so many neurons read inputs.</summary>
    public static Budget Of(int weights, int readers) => new(weights)
    {
        // 2/28 has room for 7,168 weights of 128 neurons on 784 inputs.
        InputCap = new Cap(Math.Clamp((int)Math.Ceiling((double)weights / readers / Row), 2, Row), Row),
        EdgeCap = new Cap(4, 32),
        Levels = 8,
    };

    /// <summary>
    /// <paramref name="options"/> with what suits a budget wherever <paramref name="isGiven"/> says no of an option's name.
    /// </summary>
    public static TrainingOptions Follow(TrainingOptions options, Func<string, bool> isGiven) => options with
    {
        Neurons = options.Layers is not null || isGiven("--neurons") ? options.Neurons : 128,
        Epochs = isGiven("--epochs") ? options.Epochs : 150,
        BatchSize = isGiven("--batch-size") ? options.BatchSize : 256,
        WeightDecay = isGiven("--weight-decay") ? options.WeightDecay : 0.05,
        Shift = isGiven("--shift") || options.Teacher is not null ? options.Shift : 1,
        ShiftPer = isGiven("--shift-per") ? options.ShiftPer : ShiftPer.Batch,
        UpdateEvery = isGiven("--update-every") ? options.UpdateEvery : 100,
        Window = isGiven("--window") || isGiven("--update-every") ? options.Window : 1,
    };
}
