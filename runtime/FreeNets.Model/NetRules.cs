using FreeNets.Model.Json;
using static FreeNets.Model.FnetErrorKind;

namespace FreeNets.Model;

/// <summary>What makes a network valid: the ranges of FORMAT.md, in the order of a file's members.</summary>
internal static class NetRules
{
    private const string Null = "It is null.";

    public static NetFault? FirstFault(FreeNet net) =>
        Text("name", net.Name, 1, FnetFormat.MaxNameLength)
        ?? Count("inputs", net.Inputs, 1, FnetFormat.MaxInputs)
        ?? Count("neurons", net.Neurons, 1, FnetFormat.MaxNeurons)
        ?? Count("outputs", net.Outputs, 1, FnetFormat.MaxOutputs)
        ?? ActivationRules.FirstFault(net)
        ?? (net.Domain is null ? Wrong("domain", Null) : DomainRules.FirstFault(net.Domain, net.Inputs))
        ?? ColumnRules.FirstFault(net)
        ?? Labels(net)
        ?? Matrix("encoder", net.Encoder, net.Neurons, net.Inputs)
        ?? Floats("encoderBias", net.EncoderBias, net.Neurons)
        ?? Edges(net)
        ?? Matrix("decoder", net.Decoder, net.Outputs, net.Neurons)
        ?? Floats("decoderBias", net.DecoderBias, net.Outputs)
        ?? (net.Checks is null ? Wrong("checks", Null) : Checks(net, net.Checks))
        ?? (net.Provenance is null ? Wrong("provenance", Null) : Provenance(net.Provenance));

    public static NetFault Wrong(string field, string message, int? index = null) => new(WrongValue, field, message) { Index = index };

    public static NetFault? Text(string field, string? text, int minLength, int maxLength)
    {
        if (text is null)
        {
            return Wrong(field, Null);
        }

        if (text.Length < minLength || text.Length > maxLength)
        {
            return Wrong(field, $"The string has {text.Length} characters; {minLength} to {maxLength} are allowed.");
        }

        var index = FnetFormat.IndexOfForbidden(text);
        return index < 0 ? null : Wrong(
            field,
            $"The string holds {Quoted.Text(text[index].ToString())} at character {index}; "
                + "control characters and line ends are not allowed.");
    }

    public static NetFault? Count(string field, long count, long minimum, long maximum) => count >= minimum && count <= maximum
        ? null
        : Wrong(field, $"{FnetNumber.Write(count)} is not an integer from {FnetNumber.Write(minimum)} to {FnetNumber.Write(maximum)}.");

    /// <summary>As many values as there should be, all of them finite.</summary>
    public static NetFault? Floats(string field, EquatableArray<float> values, long count)
    {
        if (values.Count != count)
        {
            return new NetFault(WrongLength, field, $"There are {values.Count} values, and {count} are called for.");
        }

        for (var i = 0; i < values.Count; i++)
        {
            if (float.IsNaN(values[i]) || float.IsInfinity(values[i]))
            {
                var what = float.IsNaN(values[i]) ? "NaN" : "infinite";
                return new NetFault(NotFinite, field, $"Value {i} is {what}; every value must be finite.") { Index = i };
            }
        }

        return null;
    }

    private static NetFault? Labels(FreeNet net)
    {
        if (net.Labels.Count != 0 && net.Labels.Count != net.Outputs)
        {
            return new NetFault(
                WrongLength, "labels", $"There are {net.Labels.Count} labels for {net.Outputs} outputs; give one an output, or none.");
        }

        for (var i = 0; i < net.Labels.Count; i++)
        {
            if (Text($"labels[{i}]", net.Labels[i], 0, FnetFormat.MaxLabelLength) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static NetFault? Matrix(string field, WeightMatrix? matrix, int rows, int columns) =>
        Shape(field, matrix, rows, columns)
            ?? Floats(matrix is SparseMatrix ? $"{field}.weights" : field, matrix!.Stored, matrix.Stored.Count);

    private static NetFault? Shape(string field, WeightMatrix? matrix, int rows, int columns) =>
        matrix is null ? Wrong(field, Null)
        : matrix.Rows == rows && matrix.Columns == columns ? null
        : new NetFault(
            WrongLength, field, $"It is {matrix.Rows} × {matrix.Columns}, but the network has {rows} × {columns} weights there.");

    private static NetFault? Edges(FreeNet net)
    {
        if (Shape("graph", net.Edges, net.Neurons, net.Neurons) is { } fault)
        {
            return fault;
        }

        foreach (var (target, source, _) in net.Edges.Entries())
        {
            if (source >= target)
            {
                return Wrong("graph", $"It has an edge from neuron {source} to {target}; edges lead to later neurons.");
            }
        }

        return Floats("edgeWeights", net.Edges.Stored, net.Edges.Count);
    }

    private static NetFault? Checks(FreeNet net, CheckVectors checks)
    {
        var fault = Count("checks.count", checks.Count, 0, FnetFormat.MaxChecks)
            ?? Floats("checks.inputs", checks.Inputs, (long)checks.Count * net.Inputs);
        for (var i = 0; i < checks.Inputs.Count && fault is null; i++)
        {
            fault = DomainRules.CheckInput(net.Domain, i, i % net.Inputs, checks.Inputs[i]);
        }

        return fault ?? Floats("checks.logits", checks.Logits, (long)checks.Count * net.Outputs);
    }

    private static NetFault? Provenance(Provenance provenance) =>
        OptionalText("provenance.dataSet", provenance.DataSet, FnetFormat.MaxProvenanceLength)
        ?? Fraction("provenance.epsilon", provenance.Epsilon)
        ?? Count("provenance.epochs", provenance.Epochs ?? 0, 0, int.MaxValue)
        ?? Count("provenance.rounds", provenance.Rounds ?? 0, 0, int.MaxValue)
        ?? Fraction("provenance.testAccuracy", provenance.TestAccuracy)
        ?? Fraction("provenance.inputDensity", provenance.InputDensity)
        ?? Count("provenance.budget", provenance.Budget ?? 0, 0, long.MaxValue)
        ?? OptionalText("provenance.pattern", provenance.Pattern, FnetFormat.MaxPatternLength)
        ?? OptionalText("provenance.tool", provenance.Tool, FnetFormat.MaxProvenanceLength);

    private static NetFault? OptionalText(string field, string? text, int maxLength) =>
        text is null ? null : Text(field, text, 0, maxLength);

    private static NetFault? Fraction(string field, double? value) =>
        value is null or (>= 0 and <= 1) ? null : Wrong(field, $"{FnetNumber.Write(value.Value)} is not between 0 and 1.");
}
