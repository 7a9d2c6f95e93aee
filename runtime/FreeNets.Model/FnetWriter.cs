using FreeNets.Model.Json;

namespace FreeNets.Model;

/// <summary>Writes model files (FORMAT.md): the same network gives the same text, on every machine.</summary>
public static class FnetWriter
{
    /// <summary>The text of the model file for <paramref name="net"/>, which <see cref="FnetReader"/> reads back bit for bit.</summary>
    /// <exception cref="ArgumentException">The network is not valid; the message names the field. No such file can be written.</exception>
    public static string Write(FreeNet net)
    {
        if (net.Validate() is { } fault)
        {
            throw Invalid(fault);
        }

        CheckSize(net);
        var json = new JsonWriter();
        WriteMembers(json, net);
        var body = json.ToString();
        return $"{body},\n  \"sha256\": \"{FnetChecksum.Compute(body, 0, body.Length)}\"\n}}\n";
    }

    private static void WriteMembers(JsonWriter json, FreeNet net)
    {
        json.Open('{');
        json.String("format", FnetFormat.Name);
        json.Number("version", FnetNumber.Write(FnetFormat.Version));
        json.String("name", net.Name);
        json.Number("inputs", FnetNumber.Write(net.Inputs));
        json.Number("neurons", FnetNumber.Write(net.Neurons));
        json.Number("outputs", FnetNumber.Write(net.Outputs));
        WriteActivations(json, net);
        WriteDomain(json, net.Domain);
        WriteColumns(json, net.Columns);
        WriteTexts(json, "labels", net.Labels);
        WriteMatrix(json, "encoder", net.Encoder);
        json.String("encoderBias", FnetBlock.Encode(net.EncoderBias.ToArray()));
        json.String("graph", FnetBlock.Encode(net.Graph.ToBytes()));
        json.String("edgeWeights", FnetBlock.Encode(net.Edges.Stored.ToArray()));
        WriteMatrix(json, "decoder", net.Decoder);
        json.String("decoderBias", FnetBlock.Encode(net.DecoderBias.ToArray()));
        WriteChecks(json, net.Checks, net.Domain.Type);
        WriteProvenance(json, net.Provenance);
    }

    private static void WriteActivations(JsonWriter json, FreeNet net)
    {
        var table = ActivationTable.Of(net);
        if (table.Indices.Count == 0)
        {
            FnetActivations.Write(json, "activation", net.Activation);
        }
        else
        {
            json.Open('[', "activation");
            foreach (var activation in table.Entries)
            {
                FnetActivations.Write(json, null, activation);
            }

            json.Close(']');
            json.String("neuronActivations", FnetBlock.Encode(table.Indices));
        }

        if (net.OutputActivation != Activation.Identity)
        {
            FnetActivations.Write(json, "outputActivation", net.OutputActivation);
        }

        if (net.OutputGroups.Count > 0)
        {
            WriteGroups(json, net.OutputGroups);
        }
    }

    private static void WriteGroups(JsonWriter json, EquatableArray<OutputGroup> groups)
    {
        json.Open('[', "outputGroups");
        foreach (var group in groups)
        {
            json.Open('{');
            json.String("name", group.Name);
            json.Number("first", FnetNumber.Write(group.First));
            json.Number("count", FnetNumber.Write(group.Count));
            FnetActivations.Write(json, "activation", group.Activation);
            json.Close('}');
        }

        json.Close(']');
    }

    private static void WriteDomain(JsonWriter json, InputDomain domain)
    {
        json.Open('{', "domain");
        json.String("type", domain.Type == InputType.UInt8 ? FnetFormat.UInt8 : FnetFormat.Float32);
        WriteNumbers(json, "minimum", domain.Minimum);
        WriteNumbers(json, "maximum", domain.Maximum);
        WriteNumbers(json, "mean", domain.Mean);
        WriteNumbers(json, "scale", domain.Scale);
        json.Close('}');
    }

    /// <summary>A number, or a block of one an input; nothing for an end that the domain does not have.</summary>
    private static void WriteNumbers(JsonWriter json, string name, PerInput values)
    {
        if (!values.IsUniform)
        {
            json.String(name, FnetBlock.Encode(values.Each.ToArray()));
        }
        else if (!float.IsInfinity(values.Uniform))
        {
            json.Number(name, FnetNumber.Write(values.Uniform));
        }
    }

    private static void WriteColumns(JsonWriter json, EquatableArray<InputColumn> columns)
    {
        if (columns.Count == 0)
        {
            return;
        }

        json.Open('[', "columns");
        foreach (var column in columns)
        {
            json.Open('{');
            json.String("name", column.Name);
            if (column.Categories.Count > 0)
            {
                WriteTexts(json, "categories", column.Categories);
            }

            Optional("missing", column.Missing is { } value ? FnetNumber.Write(value) : null, json.Number);
            json.Close('}');
        }

        json.Close(']');
    }

    private static void WriteTexts(JsonWriter json, string name, EquatableArray<string> texts)
    {
        json.Open('[', name);
        foreach (var text in texts)
        {
            json.String(null, text);
        }

        json.Close(']');
    }

    private static void WriteMatrix(JsonWriter json, string name, WeightMatrix matrix)
    {
        if (matrix is not SparseMatrix sparse)
        {
            json.String(name, FnetBlock.Encode(matrix.Stored.ToArray()));
            return;
        }

        json.Open('{', name);
        json.String("live", FnetBlock.Encode(sparse.ToBits()));
        json.String("weights", FnetBlock.Encode(sparse.Stored.ToArray()));
        json.Close('}');
    }

    private static void WriteChecks(JsonWriter json, CheckVectors checks, InputType type)
    {
        var inputs = checks.Inputs.ToArray();
        json.Open('{', "checks");
        json.Number("count", FnetNumber.Write(checks.Count));
        json.String(
            "inputs",
            type == InputType.UInt8 ? FnetBlock.Encode(Array.ConvertAll(inputs, static value => (byte)value)) : FnetBlock.Encode(inputs));
        json.String("logits", FnetBlock.Encode(checks.Logits.ToArray()));
        json.Close('}');
    }

    private static void WriteProvenance(JsonWriter json, Provenance provenance)
    {
        json.Open('{', "provenance");
        Text("dataSet", provenance.DataSet);
        Whole("seed", provenance.Seed);
        Number("epsilon", provenance.Epsilon);
        Whole("epochs", provenance.Epochs);
        Whole("rounds", provenance.Rounds);
        Number("testAccuracy", provenance.TestAccuracy);
        Number("inputDensity", provenance.InputDensity);
        Whole("budget", provenance.Budget);
        Text("pattern", provenance.Pattern);
        Text("tool", provenance.Tool);
        json.Close('}');

        void Text(string name, string? value) => Optional(name, value, json.String);
        void Whole(string name, long? value) => Optional(name, value is { } number ? FnetNumber.Write(number) : null, json.Number);
        void Number(string name, double? value) => Optional(name, value is { } number ? FnetNumber.Write(number) : null, json.Number);
    }

    private static void Optional(string name, string? value, Action<string, string> write)
    {
        if (value is not null)
        {
            write(name, value);
        }
    }

    private static void CheckSize(FreeNet net)
    {
        var (domain, checks) = (net.Domain, net.Checks);
        var values = (long)net.EncoderBias.Count + net.Edges.Count + net.DecoderBias.Count + checks.Inputs.Count + checks.Logits.Count
            + domain.Minimum.Each.Count + domain.Maximum.Each.Count + domain.Mean.Each.Count + domain.Scale.Each.Count;
        var bytes = (4 * values) + (Ncg.MaxEdgesOf(net.Neurons) / 8) + Bytes(net.Encoder) + Bytes(net.Decoder);
        if (bytes / 3 * 4 > FnetFormat.MaxTextLength - 100_000_000)
        {
            throw Invalid(NetRules.Wrong("encoder", "The network is too large for a model file, which holds less than 1 GiB."));
        }

        static long Bytes(WeightMatrix matrix) =>
            (4L * matrix.Stored.Count) + (matrix is SparseMatrix ? (long)matrix.Rows * matrix.Columns / 8 : 0);
    }

    private static ArgumentException Invalid(NetFault fault) => new($"The network cannot be written; {fault}");
}
