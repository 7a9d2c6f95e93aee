using FreeNets.Model;

namespace FreeNets.Trainer.Training.Rules;

/// <summary>The part of a training in which the graph may change.</summary>
/// <param name="Steps">Its steps, counted from the start of the training; 0 for none.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
public readonly record struct SearchSpan(int Steps, int StepsPerEpoch)
{
    /// <summary>How much of the span is done after a step, in [0, 1].</summary>
    public double Fraction(int step) => Math.Min(1, (double)step / Steps);

    /// <summary>Whether a step ends an epoch.</summary>
    public bool EndsEpoch(int step) => step % StepsPerEpoch == 0;
}

/// <summary>How a method changes the graph between two steps of the training.</summary>
public abstract class GraphRule
{
    /// <summary>
    /// After a step of the span: the graph to go on with, <paramref name="graph"/> itself where an update changes nothing,
    /// or null where no update is due.
    /// </summary>
    /// <param name="graph">The graph that the step was taken on.</param>
    /// <param name="taken">The step; its tensors live until this returns.</param>
    public abstract Ncg? Update(Ncg graph, TrainedStep taken);
}
