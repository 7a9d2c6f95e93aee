using FreeNets.Model;

namespace FreeNets.Trainer.Predicting;

/// <summary>What a command prints of a sample.</summary>
public enum AnswerKind
{
    /// <summary>What the model's outputs are, activations and all.</summary>
    Outputs,

    /// <summary>Sums before any activation of the outputs.</summary>
    Logits,

    /// <summary>For each group of outputs, which is the largest.</summary>
    Classes,

    /// <summary>For each group of outputs, how likely each is.</summary>
    Probabilities,
}

/// <summary>Turns logits into answers.</summary>
internal sealed class Answers
{
    private readonly FreeNet _net;
    private readonly OutputGroup[] _groups;

    public Answers(FreeNet net)
    {
        _net = net;
        _groups = net.OutputsInGroups().ToArray();
    }

    /// <summary>The kind that answers what the model was trained for: classes where its outputs have labels.</summary>
    public AnswerKind Natural => _net.Labels.Count > 0 && _groups.All(IsOfClasses) ? AnswerKind.Classes : AnswerKind.Outputs;

    /// <summary>Why the model has no such answers; null where it has.</summary>
    public string? FaultOf(AnswerKind kind) =>
        kind is AnswerKind.Classes or AnswerKind.Probabilities && Array.Find(_groups, group => !IsOfClasses(group)) is { } group
        ? $"its outputs{(_net.OutputGroups.Count > 0 ? $" '{group.Name}'" : "")} are "
            + $"{(group.Count == 1 ? "a number" : $"values of {group.Activation}")}, and no classes. Use --as outputs."
        : null;

    /// <summary>A number for each output.</summary>
    public double[] Values(AnswerKind kind, ReadOnlySpan<float> logits)
    {
        var values = new double[logits.Length];
        foreach (var group in _groups)
        {
            var activation = kind == AnswerKind.Logits ? Activation.Identity
                : kind == AnswerKind.Outputs || group.Activation == Activation.Sigmoid ? group.Activation
                : Activation.Softmax;
            Apply(activation, logits.Slice(group.First, group.Count), values.AsSpan(group.First, group.Count));
        }

        return values;
    }

    /// <summary>For each group of outputs, which of them is the largest, the first of equals; −1 where they are NaN.</summary>
    public int[] Classes(ReadOnlySpan<float> logits)
    {
        var classes = new int[_groups.Length];
        for (var i = 0; i < classes.Length; i++)
        {
            var group = logits.Slice(_groups[i].First, _groups[i].Count);
            classes[i] = group.Length > 1 ? Runtime.Logits.ArgMax(group) : float.IsNaN(group[0]) ? -1 : group[0] > 0 ? 1 : 0;
        }

        return classes;
    }

    /// <summary>What a class of a group is called; null where it has no name.</summary>
    public string? Label(int group, int output) =>
        output < 0 || _net.Labels.Count == 0 || _groups[group].Count == 1 ? null : _net.Labels[_groups[group].First + output];

    private static bool IsOfClasses(OutputGroup group) => group.Activation.Function == ActivationFunction.Sigmoid
        || (group.Count > 1 && (group.Activation.IsOfGroup || group.Activation == Activation.Identity));

    private static void Apply(Activation activation, ReadOnlySpan<float> logits, Span<double> values)
    {
        var (largest, sum) = (double.NegativeInfinity, 0.0);
        foreach (var logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        for (var i = 0; i < logits.Length; i++)
        {
            values[i] = activation.Function switch
            {
                ActivationFunction.Softmax => Math.Exp(logits[i] - largest) / sum,
                ActivationFunction.LogSoftmax => logits[i] - largest - Math.Log(sum),
                _ => ReferenceEvaluator.Activate(activation, logits[i]),
            };
        }
    }
}
