namespace FreeNets.Trainer.Judging;

/// <summary>How good a network is on the test samples: of classes or of numbers.</summary>
public sealed record Judgement
{
    /// <summary>For classes; null where numbers are predicted.</summary>
    public ClassJudgement? Classes { get; init; }

    /// <summary>One an output where numbers are predicted; otherwise null.</summary>
    public IReadOnlyList<NumberJudgement>? Numbers { get; init; }

    /// <summary>The accuracy, or the mean R².</summary>
    public double Score => Classes?.Accuracy ?? Numbers!.Average(static number => number.Network.RSquared);

    /// <summary>The same of the linear model; null where there is none.</summary>
    public double? LinearScore => Classes is { } classes ? classes.Linear : Numbers!.Average(static number => number.Linear.RSquared);
}

/// <summary>How good the classes are.</summary>
/// <param name="Accuracy">The fraction that is right, in [0, 1].</param>
/// <param name="Majority">The accuracy of always saying the class that is most frequent in training.</param>
/// <param name="Linear">The accuracy of a linear model, fitted by least squares to the classes as one-hot; null for images.</param>
/// <param name="Confusion">Samples by class (row) and answer (column).</param>
/// <param name="ByClass">One a class.</param>
public sealed record ClassJudgement(
    double Accuracy, double Majority, double? Linear, IReadOnlyList<IReadOnlyList<int>> Confusion, IReadOnlyList<OneClass> ByClass);

/// <summary>How well one class is known.</summary>
/// <param name="Name">The class.</param>
/// <param name="Train">Samples of it to train on.</param>
/// <param name="Test">Samples of it to test with.</param>
/// <param name="Precision">Of the answers that say this class, the fraction that is right; null where there is none.</param>
/// <param name="Recall">Of its test samples, the fraction that is right; null where there is none.</param>
public sealed record OneClass(string Name, int Train, int Test, double? Precision, double? Recall);

/// <summary>How good one predicted number is, in its own units, with the linear model's beside it.</summary>
/// <param name="Name">What is predicted.</param>
/// <param name="Network">The network's errors.</param>
/// <param name="Linear">The errors of the linear model with the least squares.</param>
public sealed record NumberJudgement(string Name, Errors Network, Errors Linear);

/// <summary>Errors of predicted numbers.</summary>
/// <param name="Rmse">√ of the mean square.</param>
/// <param name="Mae">The mean without sign.</param>
/// <param name="RSquared">1 less the sum of squares over that of the test samples' mean.</param>
public sealed record Errors(double Rmse, double Mae, double RSquared);
