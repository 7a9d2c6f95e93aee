using FreeNets.Import.Graph;
using FreeNets.Import.Onnx;
using FreeNets.Model;

namespace FreeNets.Import.Lower;

/// <summary>Turns the outputs of a graph into groups of logits with an activation each.</summary>
internal sealed class Heads
{
    // As many as a model file can hold.
    private const int MaxGroups = 1_000;

    private readonly List<Head> _all = [];
    private readonly List<OutputPlan> _outputs = [];

    private Heads()
    {
    }

    public IReadOnlyList<Head> All => _all;

    public IReadOnlyList<OutputPlan> Outputs => _outputs;

    /// <param name="evaluation">What was found out about the graph.</param>
    /// <param name="names">The outputs that are wanted.</param>
    /// <exception cref="Refusal">An output is none that a network can have.</exception>
    public static Heads Of(Evaluation evaluation, IReadOnlyList<string> names)
    {
        var heads = new Heads();
        var values = names.Select(name => (Name: name, Scalars: ScalarsOf(evaluation, name))).ToArray();

        // Classes come last, so that they can point at scores that are outputs themselves.
        foreach (var (name, scalars) in values.Where(static value => value.Scalars[0] is not ClassScalar))
        {
            heads.AddValues(name, scalars);
        }

        foreach (var (name, scalars) in values.Where(static value => value.Scalars[0] is ClassScalar))
        {
            heads.AddClasses(name, scalars);
        }

        var places = names.Select(static (name, place) => (name, place)).ToDictionary(static pair => pair.name, static pair => pair.place);
        heads._outputs.Sort((a, b) => places[a.Name].CompareTo(places[b.Name]));
        return heads;
    }

    /// <summary>One output with these values.</summary>
    public static Heads Of(string name, Scalar[] values)
    {
        var heads = new Heads();
        heads.AddValues(name, values);
        return heads;
    }

    /// <summary>Moves the activation of neurons that only an output reads to the output.</summary>
    /// <param name="all">All scalars.</param>
    /// <param name="uses">How often each is read.</param>
    public void TakeActivations(IReadOnlyList<Scalar> all, int[] uses)
    {
        // Where no neuron stands between a scalar and an input, as there must be before an output.
        var readsInputs = new bool[all.Count];
        foreach (var scalar in all)
        {
            readsInputs[scalar.Index] = scalar is InputScalar
                || (scalar is LinearScalar linear && Array.Exists(linear.Terms, term => readsInputs[term.Source.Index]));
        }

        for (var i = 0; i < _all.Count; i++)
        {
            if (
                _all[i] is { Activation: var own, Logits: [ActivatedScalar { Activation: var shared }, ..] logits }
                    && own == Activation.Identity
                && logits.All(logit => logit is ActivatedScalar activated && activated.Activation == shared && uses[activated.Index] == 1
                    && !readsInputs[activated.Source.Index]))
            {
                _all[i] = _all[i]
                    with
                { Activation = shared, Logits = Array.ConvertAll(logits, static logit => ((ActivatedScalar)logit).Source) };
            }
        }
    }

    private static Scalar[] ScalarsOf(Evaluation evaluation, string name)
    {
        var value = evaluation.ValueOf(name);
        return value.Texts is not null ? throw Fault(name, "is constant text")
            : value.Count == 0 ? throw Fault(name, "has no elements")
            : value.Scalars ?? Array.ConvertAll(value.Numbers!, number => evaluation.Symbols.Constant(null, number));
    }

    private void AddValues(string name, Scalar[] scalars)
    {
        if (!scalars.Any(static scalar => scalar is SoftmaxScalar))
        {
            _outputs.Add(new OutputPlan(name, [_all.Count], [], false, []));
            _all.Add(new Head(name, Activation.Identity, scalars));
            return;
        }

        var groups = scalars.OfType<SoftmaxScalar>().Select(static member => member.Group).Distinct().ToArray();
        var places = new Dictionary<(SoftmaxGroup?, int), int>();
        for (var i = 0; i < scalars.Length; i++)
        {
            if (scalars[i] is not SoftmaxScalar member || !places.TryAdd((member.Group, member.Place), i))
            {
                throw Fault(name, "mixes probabilities with other values, or holds one twice; a softmax stands alone at an output");
            }
        }

        if (places.Count != groups.Sum(static group => group.Logits.Length))
        {
            throw Fault(name, "leaves out some of the probabilities of a softmax; only all of them together can be an output");
        }

        int[] order = [.. groups.SelectMany(group => group.Logits.Select((_, place) => places[(group, place)]))];
        _outputs.Add(new OutputPlan(
            name, [.. Enumerable.Range(_all.Count, groups.Length)], order.SequenceEqual(Enumerable.Range(0, order.Length))
                ? []
                : order, false, []));
        _all.AddRange(groups.Select((group, i) => new Head(groups.Length == 1 ? name : $"{name}[{i}]", group.Activation, group.Logits)));
    }

    private void AddClasses(string name, Scalar[] scalars)
    {
        if (!scalars.All(static scalar => scalar is ClassScalar))
        {
            throw Fault(name, "mixes classes with other values");
        }

        if (scalars.Length > MaxGroups)
        {
            throw Fault(name, $"has {scalars.Length} classes for each sample; {MaxGroups} groups of scores are the most");
        }

        var heads = new int[scalars.Length];
        for (var i = 0; i < heads.Length; i++)
        {
            // A softmax keeps the order of its logits.
            var scores = ((ClassScalar)scalars[i]).Scores;
            var logits = scores is [SoftmaxScalar { Group: var group }, ..]
                && scores.Select(static score => score as SoftmaxScalar).All(score => score?.Group == group)
                && scores.Select(static score => ((SoftmaxScalar)score).Place).SequenceEqual(Enumerable.Range(0, group.Logits.Length))
                ? group.Logits
                : scores;
            heads[i] = _all.FindIndex(head => head.Logits.SequenceEqual(logits));
            if (heads[i] < 0)
            {
                heads[i] = _all.Count;
                _all.Add(new Head(heads.Length == 1 ? name : $"{name}[{i}]", Activation.Identity, logits));
            }
        }

        _outputs.Add(new OutputPlan(name, heads, [], true, ((ClassScalar)scalars[0]).Labels ?? []));
    }

    private static Refusal Fault(string name, string reason) => new($"output '{Text.Shown(name)}' {reason}");
}
