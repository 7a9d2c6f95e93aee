using FreeNets.Trainer.Runs;

namespace FreeNets.Trainer.Reports.Statistics;

/// <summary>A line of a table or a figure: a method with one choice of options.</summary>
/// <param name="Method">The method.</param>
/// <param name="Variant">The options that set it apart from other lines of its method, such as "epsilon 0.4"; may be empty.</param>
internal sealed record Series(string Method, string Variant)
{
    /// <summary>Method and variant for people.</summary>
    public string Label => Variant.Length == 0 ? Statistics.Method.Of(Method).Label : $"{Statistics.Method.Of(Method).Label} ({Variant})";
}

/// <summary>Runs that differ in their seed alone.</summary>
/// <param name="DataSet">The set.</param>
/// <param name="Neurons">k.</param>
/// <param name="Budget">Live weights that the whole network may have, or null where nothing limits them.</param>
/// <param name="Series">Method and options.</param>
/// <param name="Runs">One a seed, by seed; at least one.</param>
internal sealed record RunGroup(string DataSet, int Neurons, long? Budget, Series Series, IReadOnlyList<RunLog> Runs)
{
    /// <summary>Test accuracy of the last epoch, in percent.</summary>
    public Interval Accuracy { get; } = Interval.Of([.. Runs.Select(static run => run.Accuracy)]);

    /// <summary>The mean of something over the runs.</summary>
    public double Mean(Func<RunLog, double> value) => Runs.Average(value);
}
