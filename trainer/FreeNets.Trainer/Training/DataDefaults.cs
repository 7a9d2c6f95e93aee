using FreeNets.Trainer.Data;

namespace FreeNets.Trainer.Training;

/// <summary>What <c>freenets train</c> does on data of one's own where it is not told otherwise.</summary>
internal static class DataDefaults
{
    private const int Neurons = 32;
    private const int Steps = 4000;
    private const int LeastEpochs = 20;
    private const int MostEpochs = 100;
    private const double WeightDecay = 0.3;
    private const int SmallestBatch = 16;
    private const int LargestBatch = 256;
    private const int LargestBatchOfImages = 128;
    private const int BatchesPerEpoch = 16;

    /// <summary>
    /// <paramref name="options"/> with what suits the data wherever <paramref name="isGiven"/> says no of an option's name.
    /// </summary>
    public static TrainingOptions Follow(TrainingOptions options, TrainingData data, Func<string, bool> isGiven)
    {
        if (!data.IsOwn)
        {
            return options;
        }

        var samples = Math.Max(1, (int)(data.Train.Count * (1 - options.ValidationFraction)));
        var batch = isGiven("--batch-size")
            ? options.BatchSize
            : Math.Clamp(
                (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(samples / BatchesPerEpoch)), SmallestBatch,
                data.Preparation is null ? LargestBatchOfImages : LargestBatch);
        var steps = (samples + batch - 1) / batch;
        options = options with
        {
            BatchSize = batch,
            Epochs = isGiven("--epochs") || options.From is not null ? options.Epochs : Math.Clamp(Steps / steps, LeastEpochs, MostEpochs),
        };
        return data.Preparation is null ? options : options with
        {
            Neurons = options.From is not null || isGiven("--neurons") || isGiven("--layers") ? options.Neurons : Neurons,
            WeightDecay = isGiven("--weight-decay") ? options.WeightDecay : WeightDecay,
            Shift = isGiven("--shift") ? options.Shift : 0,
            Loss = isGiven("--loss") || !data.IsRegression ? options.Loss : Loss.SquaredError,
        };
    }

    /// <summary>Why these options cannot be used with the data, or null when they can.</summary>
    public static string? FaultOf(TrainingOptions options, TrainingData data) => options switch
    {
        { Loss: Loss.CrossEntropy } when data.IsRegression =>
            "--loss cross-entropy is for classes, and numbers are predicted. Give squared-error or huber.",
        { Loss: Loss.Huber } when !data.IsRegression =>
            "--loss huber is for numbers, and a class is predicted. Give cross-entropy or squared-error.",
        { Teacher: not null } when data.Preparation is not null =>
            "--teacher is for images, which come as the teacher takes them. Leave it out.",
        _ => null,
    };
}
