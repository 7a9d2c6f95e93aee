using static FreeNets.Model.NetRules;

namespace FreeNets.Model;

/// <summary>What makes the activations of neurons and outputs valid.</summary>
internal static class ActivationRules
{
    public static NetFault? FirstFault(FreeNet net) =>
        Neurons(net) ?? Activation("outputActivation", net.OutputActivation, isOutput: true) ?? Groups(net);

    private static NetFault? Neurons(FreeNet net)
    {
        if (net.NeuronActivations.Count != 0 && net.NeuronActivations.Count != net.Neurons)
        {
            return new NetFault(
                FnetErrorKind.WrongLength,
                "neuronActivations",
                $"There are {net.NeuronActivations.Count} activations for {net.Neurons} neurons; give one a neuron, or none.");
        }

        var table = ActivationTable.Of(net).Entries;
        if (table.Count > FnetFormat.MaxActivations)
        {
            return Wrong(
                "activation", $"There are {table.Count} different activations; a network has at most {FnetFormat.MaxActivations}.");
        }

        for (var i = 0; i < table.Count; i++)
        {
            var field = table.Count == 1 && net.NeuronActivations.Count == 0 ? "activation" : $"activation[{i}]";
            if (Activation(field, table[i], isOutput: false) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>The fault of one activation, of neurons or of outputs.</summary>
    public static NetFault? Activation(string field, Activation activation, bool isOutput)
    {
        var (alpha, beta, count) = (activation.Alpha, activation.Beta, activation.ParameterCount);
        return !FnetActivations.IsKnown(activation.Function) ? Wrong(field, $"{(int)activation.Function} is not an activation.")
            : activation.IsOfGroup && !isOutput ? Wrong(field, $"{FnetActivations.NameOf(activation.Function)} is for outputs only.")
            : Parameter($"{field}.alpha", alpha, count >= 1)
            ?? Parameter($"{field}.beta", beta, count == 2)
            ?? (activation.Function == ActivationFunction.Clip && beta < alpha ? Wrong($"{field}.beta", "Clip's β is below its α.") : null);
    }

    private static NetFault? Parameter(string field, float value, bool isUsed) =>
        float.IsNaN(value) || float.IsInfinity(value) ? Wrong(field, "It is not finite.")
        : !isUsed && value != 0 ? Wrong(field, "The function has no such parameter; it must be 0.")
        : null;

    private static NetFault? Groups(FreeNet net)
    {
        var groups = net.OutputGroups;
        if (groups.Count == 0)
        {
            return null;
        }

        if (groups.Count > FnetFormat.MaxOutputGroups)
        {
            return Wrong("outputGroups", $"There are {groups.Count} groups; a network has at most {FnetFormat.MaxOutputGroups}.");
        }

        if (net.OutputActivation != Model.Activation.Identity)
        {
            return Wrong("outputActivation", "The outputs are in groups, which have their own activations; leave it out.");
        }

        var (next, names) = (0, new HashSet<string>());
        for (var i = 0; i < groups.Count; i++)
        {
            if (Group($"outputGroups[{i}]", groups[i], names, next, net.Outputs) is { } fault)
            {
                return fault;
            }

            next += groups[i].Count;
        }

        return next == net.Outputs
            ? null
            : Wrong("outputGroups", $"The groups hold {next} outputs of {net.Outputs}; each output is in one group.");
    }

    private static NetFault? Group(string field, OutputGroup? group, HashSet<string> names, int next, int outputs)
    {
        if (group is null)
        {
            return Wrong(field, "It is null.");
        }

        return Text($"{field}.name", group.Name, 1, FnetFormat.MaxNameLength)
            ?? (names.Add(group.Name) ? null : Wrong($"{field}.name", "Another group has this name."))
            ?? (group.First == next ? null : Wrong($"{field}.first", $"The group starts at output {group.First}, "
                + $"and the one before it ends before {next}."))
            ?? Count($"{field}.count", group.Count, 1, outputs - next)
            ?? Activation($"{field}.activation", group.Activation, isOutput: true);
    }
}
