using FreeNets.Trainer.Data;

namespace FreeNets.Trainer.Judging;

/// <summary>Holds a network's outputs for the test samples against what was wanted, and against simpler predictions.</summary>
internal static class Judge
{
    /// <summary>The judgement of a network.</summary>
    /// <param name="data">What it was trained on.</param>
    /// <param name="train">The part of the training samples that it saw.</param>
    /// <param name="outputs">Its outputs for the test samples, [count, outputs]: logits, or standardised numbers.</param>
    public static Judgement Of(TrainingData data, Samples train, float[] outputs) => data.IsRegression
        ? new Judgement { Numbers = Numbers(data, train, outputs) }
        : new Judgement { Classes = Classes(data, train, outputs) };

    private static ClassJudgement Classes(TrainingData data, Samples train, float[] logits)
    {
        var (classes, answers) = (data.Outputs, Answers(logits, data.Outputs));
        var confusion = Enumerable.Range(0, classes).Select(_ => new int[classes]).ToArray();
        for (var n = 0; n < answers.Length; n++)
        {
            confusion[data.Test.Labels[n]][answers[n]]++;
        }

        var trained = CountOf(train.Labels, classes);
        var majority = Array.IndexOf(trained, trained.Max());
        return new ClassJudgement(
            Fraction(Enumerable.Range(0, classes).Sum(label => confusion[label][label]), answers.Length)!.Value,
            Fraction(confusion[majority].Sum(), answers.Length)!.Value,
            LinearAccuracy(data, train),
            confusion,
            [.. data.OutputNames.Select((name, label) => new OneClass(
                name,
                trained[label],
                confusion[label].Sum(),
                Fraction(confusion[label][label], confusion.Sum(row => row[label])),
                Fraction(confusion[label][label], confusion[label].Sum())))]);
    }

    private static double? LinearAccuracy(TrainingData data, Samples train)
    {
        if (data.Preparation is not { } preparation)
        {
            return null;
        }

        var classes = data.Outputs;
        var wanted = new float[train.Count * classes];
        for (var n = 0; n < train.Count; n++)
        {
            wanted[(n * classes) + train.Labels[n]] = 1;
        }

        var predicted = LinearModel.Predict(
            preparation.Inputs(train), wanted, preparation.Inputs(data.Test), preparation.Width, classes);
        return Fraction(Answers(predicted, classes).Where((answer, n) => answer == data.Test.Labels[n]).Count(), data.Test.Count);
    }

    private static NumberJudgement[] Numbers(TrainingData data, Samples train, float[] predicted)
    {
        var preparation = data.Preparation!;
        var linear = LinearModel.Predict(
            preparation.Inputs(train), preparation.Outputs(train), preparation.Inputs(data.Test), preparation.Width, data.Outputs);
        return [
            .. data.OutputNames.Select((name, output) => new NumberJudgement(name, ErrorsOf(predicted, output), ErrorsOf(linear, output)))];

        Errors ErrorsOf(float[] standardised, int output)
        {
            var unit = preparation.Targets[output];
            var wanted = Enumerable.Range(0, data.Test.Count).Select(n => (double)data.Test.Targets[(n * data.Outputs) + output]).ToArray();
            var errors = wanted.Select((value, n) => (standardised[(n * data.Outputs) + output] * unit.Deviation) + unit.Mean - value)
                .ToArray();
            var (squares, mean) = (errors.Sum(static error => error * error), wanted.Average());
            var spread = wanted.Sum(value => (value - mean) * (value - mean));
            return new Errors(
                Math.Sqrt(squares / errors.Length), errors.Average(Math.Abs), spread > 0 ? 1 - (squares / spread) : 0);
        }
    }

    /// <summary>The output with the largest value, of each sample.</summary>
    private static int[] Answers(float[] outputs, int classes) =>
        [.. outputs.Chunk(classes).Select(static logits => Array.IndexOf(logits, logits.Max()))];

    private static int[] CountOf(byte[] labels, int classes)
    {
        var counts = new int[classes];
        Array.ForEach(labels, label => counts[label]++);
        return counts;
    }

    private static double? Fraction(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
