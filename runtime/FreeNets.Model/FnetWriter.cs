using FreeNets.Model.Json;

namespace FreeNets.Model;

/// <summary>Writes model files (FORMAT.md): the same network gives the same text, on every machine.</summary>
public static class FnetWriter
{
    /// <summary>The text of the model file for <paramref name="net"/>, which <see cref="FnetReader"/> reads back bit for bit.</summary>
    /// <exception cref="ArgumentException">The network is not valid; the message names the field. No such file can be written.</exception>
    public static string Write(FreeNet net)
    {
        CheckSize(net);
        var json = new JsonWriter();
        WriteMembers(json, net);
        var body = json.ToString();
        var text = $"{body},\n  \"sha256\": \"{FnetChecksum.Compute(body, 0, body.Length)}\"\n}}\n";

        // The reader holds all the rules: what it accepts is a valid file, and nothing else leaves here.
        return FnetReader.Read(text).Error is { } error ? throw Invalid(error.Field, error.Message) : text;
    }

    private static void WriteMembers(JsonWriter json, FreeNet net)
    {
        json.Open('{');
        json.String("format", FnetFormat.Name);
        json.Number("version", FnetNumber.Write(FnetFormat.Version));
        json.String("name", Text("name", net.Name));
        json.Number("inputs", FnetNumber.Write(net.Inputs));
        json.Number("neurons", FnetNumber.Write(net.Neurons));
        json.Number("outputs", FnetNumber.Write(net.Outputs));
        json.String("activation", net.Activation.Function switch
        {
            ActivationFunction.Relu => FnetFormat.Relu,
            ActivationFunction.SquaredRelu => FnetFormat.SquaredRelu,
            _ => throw Invalid("activation", $"{net.Activation} is no activation of version 1."),
        });
        WriteDomain(json, net.Domain ?? throw Invalid("domain", "It is null."));
        WriteLabels(json, net.Labels);
        json.String("encoder", FnetBlock.Encode(net.Encoder.ToDense()));
        json.String("encoderBias", FnetBlock.Encode(net.EncoderBias.ToArray()));
        json.String("graph", FnetBlock.Encode(net.Graph.ToBytes()));
        json.String("edgeWeights", FnetBlock.Encode(net.Edges.Stored.ToArray()));
        json.String("decoder", FnetBlock.Encode(net.Decoder.ToDense()));
        json.String("decoderBias", FnetBlock.Encode(net.DecoderBias.ToArray()));
        WriteChecks(json, net.Checks, net.Domain.Type);
        WriteProvenance(json, net.Provenance ?? throw Invalid("provenance", "It is null."));
    }

    private static void WriteDomain(JsonWriter json, InputDomain domain)
    {
        json.Open('{', "domain");
        json.String("type", domain.Type switch
        {
            InputType.UInt8 => FnetFormat.UInt8,
            InputType.Float32 => FnetFormat.Float32,
            _ => throw Invalid("domain.type", $"{(int)domain.Type} is no input type."),
        });
        json.Number("minimum", Number("domain.minimum", domain.Minimum));
        json.Number("maximum", Number("domain.maximum", domain.Maximum));
        json.Number("mean", Number("domain.mean", domain.Mean));
        json.Number("scale", Number("domain.scale", domain.Scale));
        json.Close('}');
    }

    private static void WriteLabels(JsonWriter json, EquatableArray<string> labels)
    {
        json.Open('[', "labels");
        for (var i = 0; i < labels.Count; i++)
        {
            json.String(null, Text($"labels[{i}]", labels[i]));
        }

        json.Close(']');
    }

    private static void WriteChecks(JsonWriter json, CheckVectors checks, InputType type)
    {
        var inputs = checks.Inputs.ToArray();
        json.Open('{', "checks");
        json.Number("count", FnetNumber.Write(checks.Count));
        json.String("inputs", type == InputType.UInt8 ? FnetBlock.Encode(Bytes(inputs)) : FnetBlock.Encode(inputs));
        json.String("logits", FnetBlock.Encode(checks.Logits.ToArray()));
        json.Close('}');
    }

    private static void WriteProvenance(JsonWriter json, Provenance provenance)
    {
        json.Open('{', "provenance");
        Optional("dataSet", provenance.DataSet is { } dataSet ? Text("provenance.dataSet", dataSet) : null, json.String);
        Optional("seed", provenance.Seed is { } seed ? FnetNumber.Write(seed) : null, json.Number);
        Optional("epsilon", Number("provenance.epsilon", provenance.Epsilon), json.Number);
        Optional("epochs", provenance.Epochs is { } epochs ? FnetNumber.Write(epochs) : null, json.Number);
        Optional("rounds", provenance.Rounds is { } rounds ? FnetNumber.Write(rounds) : null, json.Number);
        Optional("testAccuracy", Number("provenance.testAccuracy", provenance.TestAccuracy), json.Number);
        Optional("inputDensity", Number("provenance.inputDensity", provenance.InputDensity), json.Number);
        Optional("tool", provenance.Tool is { } tool ? Text("provenance.tool", tool) : null, json.String);
        json.Close('}');
    }

    private static void Optional(string name, string? value, Action<string, string> write)
    {
        if (value is not null)
        {
            write(name, value);
        }
    }

    // What follows are the rules that the reader cannot hold, because JSON has no way to break them.

    private static void CheckSize(FreeNet net)
    {
        CheckCount("inputs", net.Inputs);
        CheckCount("neurons", net.Neurons);
        CheckCount("outputs", net.Outputs);
        CheckShape("encoder", net.Encoder, net.Neurons, net.Inputs);
        CheckShape("graph", net.Edges, net.Neurons, net.Neurons);
        CheckShape("decoder", net.Decoder, net.Outputs, net.Neurons);
        if (net.Edges.Entries().Any(static edge => edge.Column >= edge.Row))
        {
            throw Invalid("graph", "It has an edge that leads to no later neuron.");
        }

        if (net.Checks is null)
        {
            throw Invalid("checks", "It is null.");
        }

        var values = ((long)net.Neurons * net.Inputs) + net.EncoderBias.Count + net.Edges.Count + ((long)net.Outputs * net.Neurons)
            + net.DecoderBias.Count + net.Checks.Inputs.Count + net.Checks.Logits.Count;
        if (((values * sizeof(float)) + (Ncg.MaxEdgesOf(net.Neurons) / 8)) / 3 * 4 > FnetFormat.MaxTextLength - 100_000_000)
        {
            throw Invalid("encoder", "The network is too large for a model file, which holds less than 1 GiB.");
        }
    }

    private static void CheckCount(string field, int count)
    {
        if (count < 1)
        {
            throw Invalid(field, $"It is {count}; a network has at least 1.");
        }
    }

    private static void CheckShape(string field, WeightMatrix? matrix, int rows, int columns)
    {
        if (matrix is null)
        {
            throw Invalid(field, "It is null.");
        }

        if (matrix.Rows != rows || matrix.Columns != columns)
        {
            throw Invalid(field, $"It is {matrix.Rows} × {matrix.Columns}, but the network has {rows} × {columns} weights there.");
        }
    }

    private static string Text(string field, string? value) =>
        value is not null && FnetFormat.IndexOfForbidden(value) < 0
            ? value
            : throw Invalid(field, "It is null or holds a control character, a line end or half of a surrogate pair.");

    private static string Number(string field, float value) =>
        float.IsNaN(value) || float.IsInfinity(value) ? throw Invalid(field, "It is not finite.") : FnetNumber.Write(value);

    private static string? Number(string field, double? value) => value is not { } number
        ? null
        : double.IsNaN(number) || double.IsInfinity(number) ? throw Invalid(field, "It is not finite.") : FnetNumber.Write(number);

    private static byte[] Bytes(float[] values)
    {
        var bytes = new byte[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            bytes[i] = values[i] is >= 0 and <= 255 && values[i] == Math.Floor(values[i])
                ? (byte)values[i]
                : throw Invalid("checks.inputs", $"Value {i} is no whole number from 0 to 255, as the domain's type, uint8, demands.");
        }

        return bytes;
    }

    private static ArgumentException Invalid(string field, string message) => new($"The network cannot be written; {field}: {message}");
}
