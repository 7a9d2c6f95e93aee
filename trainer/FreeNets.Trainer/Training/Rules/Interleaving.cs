using FreeNets.Model;
using FreeNets.Trainer.Search;

namespace FreeNets.Trainer.Training.Rules;

/// <summary>The updates of the graph between two reports.</summary>
/// <param name="Step">The step of the last of them, from 1.</param>
/// <param name="Epoch">Its epoch, from 1.</param>
/// <param name="Pruned">Edges removed, by all of them.</param>
/// <param name="Added">Edges added, by all of them.</param>
/// <param name="LiveEdges">Edges of the graph after the last.</param>
public sealed record UpdateReport(int Step, int Epoch, int Pruned, int Added, int LiveEdges);

/// <summary>Changes the graph between the steps of one training, as a rule says, until the training's last part.</summary>
/// <remarks>
/// A round is an epoch of updates. The search has arrived at a fixed point when its last rounds, as many as the patience, changed
/// nothing, and goes in circles when they only led to graphs that were there before.
/// </remarks>
/// <param name="start">The graph of the first step.</param>
/// <param name="rule">What changes it.</param>
/// <param name="span">The steps in which it may change.</param>
/// <param name="patience">Rounds, at least 1.</param>
/// <param name="updateReport">Told of updates, about 100 times an epoch at most.</param>
/// <param name="roundReport">Told of rounds.</param>
public sealed class Interleaving(
    Ncg start, GraphRule rule, SearchSpan span, int patience, Action<UpdateReport>? updateReport, Action<Round>? roundReport)
{
    private const int ReportsPerEpoch = 100;

    private readonly HashSet<Ncg> _seen = [start];
    private readonly int _reportEvery = (span.StepsPerEpoch + ReportsPerEpoch - 1) / ReportsPerEpoch;
    private Ncg _roundStart = start;
    private (int Pruned, int Added) _round;
    private (int Pruned, int Added, bool HasUpdate) _report;
    private int _roundsUnchanged;
    private int _roundsWithoutNewGraph;
    private bool _hasNewGraph;

    /// <summary>The graph to take the next step on.</summary>
    public Ncg Graph { get; private set; } = start;

    /// <summary>Rounds done.</summary>
    public int Rounds { get; private set; }

    /// <summary>Why the search ended; null before its end.</summary>
    public Ending? Ending { get; private set; }

    /// <summary>Applies the rule after a step.</summary>
    /// <returns>The graph to go on with.</returns>
    public Ncg AfterStep(TrainedStep step)
    {
        var number = step.Progress.Step;
        if (number > span.Steps)
        {
            return Graph;
        }

        if (rule.Update(Graph, step) is { } next)
        {
            Take(next);
        }

        if ((number % _reportEvery == 0 || span.EndsEpoch(number) || number == span.Steps) && _report.HasUpdate)
        {
            updateReport?.Invoke(new UpdateReport(number, step.Progress.Epoch, _report.Pruned, _report.Added, Graph.EdgeCount));
            _report = default;
        }

        if (span.EndsEpoch(number) || number == span.Steps)
        {
            EndRound(number == span.Steps);
        }

        return Graph;
    }

    private void Take(Ncg next)
    {
        _report.HasUpdate = true;
        if (next.Equals(Graph))
        {
            return;
        }

        var (pruned, added) = (Graph.AndNot(next).EdgeCount, next.AndNot(Graph).EdgeCount);
        _report = (_report.Pruned + pruned, _report.Added + added, true);
        _round = (_round.Pruned + pruned, _round.Added + added);
        _hasNewGraph |= _seen.Add(next);
        Graph = next;
    }

    private void EndRound(bool isLast)
    {
        Rounds++;
        _roundsUnchanged = _round == default ? _roundsUnchanged + 1 : 0;
        _roundsWithoutNewGraph = _hasNewGraph ? 0 : _roundsWithoutNewGraph + 1;
        if (isLast)
        {
            Ending = _roundsUnchanged >= patience ? Search.Ending.FixedPoint
                : _roundsWithoutNewGraph >= patience ? Search.Ending.Cycle
                : Search.Ending.Limit;
        }

        roundReport?.Invoke(new Round(
            Rounds, _round.Pruned, _round.Added, Graph.EdgeCount, Graph.Depth(), GraphMeasures.Agreement(_roundStart, Graph), Ending));
        (_round, _hasNewGraph, _roundStart) = (default, false, Graph);
    }
}
