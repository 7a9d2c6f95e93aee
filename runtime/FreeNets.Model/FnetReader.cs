using FreeNets.Model.Json;

namespace FreeNets.Model;

/// <summary>
/// Reads model files (FORMAT.md). Strict: whatever it returns is valid, whatever is not valid is an error that names its place.
/// </summary>
public static class FnetReader
{
    /// <summary>The network that <paramref name="text"/> describes, or the first fault found. Throws for no text.</summary>
    /// <remarks>Time and memory are linear in the text: no size stated in it is believed before the data for it is there.</remarks>
    public static FnetResult Read(string text)
    {
        try
        {
            return ReadDocument(text);
        }
        catch (JsonFaultException fault)
        {
            return new FnetResult(FnetError.At(text, FnetErrorKind.NotJson, "", fault.Offset, fault.Message));
        }
        catch (FnetFaultException fault)
        {
            return new FnetResult(FnetError.At(text, fault.Kind, fault.Field, fault.Offset, fault.Message));
        }
    }

    private static FnetResult ReadDocument(string text)
    {
        var document = JsonReader.Read(text);
        if (document is not JsonObject json)
        {
            var message = $"A model file holds one JSON object, not {document.Kind}.";
            throw new FnetFaultException(FnetErrorKind.WrongFormat, "", document.Offset, message);
        }

        var fields = new FnetFields(json);
        CheckFormat(fields);
        fields.Only(FnetFormat.Members);
        var net = ReadNet(fields);

        // Last, so that a file edited by hand hears of its first wrong field before it hears that it was edited.
        return new FnetResult(net, CheckSum(text, json, fields));
    }

    private static void CheckFormat(FnetFields fields)
    {
        var format = fields.String("format");
        if (format.Text != FnetFormat.Name)
        {
            var message = $"The format is {Quoted.Text(format.Text)}, not \"{FnetFormat.Name}\"; this is no FreeNet model file.";
            throw fields.Fault(FnetErrorKind.WrongFormat, "format", format.Offset, message);
        }

        var version = fields.Integer("version", 0L, long.MaxValue);
        if (version != FnetFormat.Version)
        {
            var message = $"The file has version {version}; this reader knows version {FnetFormat.Version}. "
                + "Use the FreeNets release that wrote the file, or a later one.";
            throw fields.Fault(FnetErrorKind.WrongFormat, "version", fields.Member("version").Value.Offset, message);
        }
    }

    private static FreeNet ReadNet(FnetFields fields)
    {
        var name = fields.Text("name", 1, FnetFormat.MaxNameLength);
        var inputs = fields.Integer("inputs", 1, FnetFormat.MaxInputs);
        var neurons = fields.Integer("neurons", 1, FnetFormat.MaxNeurons);
        var outputs = fields.Integer("outputs", 1, FnetFormat.MaxOutputs);
        var isSquared = fields.Choice("activation", FnetFormat.Relu, FnetFormat.SquaredRelu);
        var domain = ReadDomain(fields.Object("domain", FnetFormat.DomainMembers));
        var labels = ReadLabels(fields, outputs);
        var encoder = new DenseMatrix(neurons, inputs, FnetBlock.Floats(fields, "encoder", $"{neurons} × {inputs} (neurons × inputs)", (long)neurons * inputs));
        var encoderBias = FnetBlock.Floats(fields, "encoderBias", $"{neurons} (neurons)", neurons);
        var graph = ReadGraph(fields, neurons);
        return new FreeNet
        {
            Name = name,
            Inputs = inputs,
            Neurons = neurons,
            Outputs = outputs,
            Activation = isSquared ? Activation.SquaredRelu : Activation.Relu,
            Domain = domain,
            Labels = labels,
            Encoder = encoder,
            EncoderBias = encoderBias,
            Edges = SparseMatrix.Of(graph, FnetBlock.Floats(fields, "edgeWeights", $"{graph.EdgeCount} (edges of the graph)", graph.EdgeCount)),
            Decoder = new DenseMatrix(
                outputs, neurons, FnetBlock.Floats(fields, "decoder", $"{outputs} × {neurons} (outputs × neurons)", (long)outputs * neurons)),
            DecoderBias = FnetBlock.Floats(fields, "decoderBias", $"{outputs} (outputs)", outputs),
            Checks = ReadChecks(fields.Object("checks", FnetFormat.CheckMembers), inputs, outputs, domain),
            Provenance = ReadProvenance(fields.Object("provenance", FnetFormat.ProvenanceMembers)),
        };
    }

    private static InputDomain ReadDomain(FnetFields fields)
    {
        var isFloat = fields.Choice("type", FnetFormat.UInt8, FnetFormat.Float32);
        var minimum = fields.Float("minimum");
        if (!isFloat && minimum < 0)
        {
            throw fields.WrongValue("minimum", fields.Member("minimum").Value, "Inputs of type uint8 start at 0 or above.");
        }

        var maximum = fields.Float("maximum");
        if (!isFloat && maximum > 255)
        {
            throw fields.WrongValue("maximum", fields.Member("maximum").Value, "Inputs of type uint8 end at 255 or below.");
        }

        if (maximum < minimum)
        {
            throw fields.WrongValue("maximum", fields.Member("maximum").Value, "The maximum is below the minimum.");
        }

        var mean = fields.Float("mean");
        var scale = fields.Float("scale");
        if (scale == 0)
        {
            throw fields.WrongValue("scale", fields.Member("scale").Value, "The scale is 0 in float32: every input would become 0.");
        }

        return new InputDomain
        {
            Type = isFloat ? InputType.Float32 : InputType.UInt8,
            Minimum = minimum,
            Maximum = maximum,
            Mean = mean,
            Scale = scale,
        };
    }

    private static string[] ReadLabels(FnetFields fields, int outputs)
    {
        var array = fields.Array("labels");
        if (array.Items.Count != 0 && array.Items.Count != outputs)
        {
            var message = $"There are {array.Items.Count} labels for {outputs} outputs; give one an output, or none.";
            throw fields.Fault(FnetErrorKind.WrongLength, "labels", array.Offset, message);
        }

        var labels = new string[array.Items.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            var item = array.Items[i];
            var label = item as JsonString ?? throw fields.WrongValue($"labels[{i}]", item, $"Expected a string, found {item.Kind}.");
            fields.CheckText($"labels[{i}]", label, 0, FnetFormat.MaxLabelLength);
            labels[i] = label.Text;
        }

        return labels;
    }

    private static Ncg ReadGraph(FnetFields fields, int neurons)
    {
        var edges = (long)neurons * (neurons - 1) / 2;
        var bytes = FnetBlock.Bytes(fields, "graph", $"{edges} bits, one a pair of {neurons} neurons,", (edges + 7) / 8);
        return Ncg.FromBytes(neurons, bytes) ?? throw fields.WrongValue(
            "graph", fields.Member("graph").Value, $"A bit past the last of {edges} is set; those that fill the last byte must be 0.");
    }

    private static CheckVectors ReadChecks(FnetFields fields, int inputs, int outputs, InputDomain domain)
    {
        var count = fields.Integer("count", 0, FnetFormat.MaxChecks);
        var shape = $"{count} × {inputs} (count × inputs)";
        var values = domain.Type == InputType.UInt8
            ? Array.ConvertAll(FnetBlock.Bytes(fields, "inputs", $"{shape} uint8 values", (long)count * inputs), static b => (float)b)
            : FnetBlock.Floats(fields, "inputs", shape, (long)count * inputs);
        var outside = Array.FindIndex(values, value => value < domain.Minimum || value > domain.Maximum);
        if (outside >= 0)
        {
            var message = $"Value {outside} is {FnetNumber.Write(values[outside])}, outside the domain, "
                + $"{FnetNumber.Write(domain.Minimum)} to {FnetNumber.Write(domain.Maximum)}.";
            throw fields.WrongValue("inputs", fields.Member("inputs").Value, message);
        }

        return new CheckVectors
        {
            Count = count,
            Inputs = values,
            Logits = FnetBlock.Floats(fields, "logits", $"{count} × {outputs} (count × outputs)", (long)count * outputs),
        };
    }

    private static Provenance ReadProvenance(FnetFields fields) => new()
    {
        DataSet = fields.Has("dataSet") ? fields.Text("dataSet", 0, FnetFormat.MaxProvenanceLength) : null,
        Seed = fields.Has("seed") ? fields.Integer("seed", long.MinValue, long.MaxValue) : null,
        Epsilon = fields.Has("epsilon") ? fields.Fraction("epsilon") : null,
        Epochs = fields.Has("epochs") ? fields.Integer("epochs", 0, int.MaxValue) : null,
        Rounds = fields.Has("rounds") ? fields.Integer("rounds", 0, int.MaxValue) : null,
        TestAccuracy = fields.Has("testAccuracy") ? fields.Fraction("testAccuracy") : null,
        InputDensity = fields.Has("inputDensity") ? fields.Fraction("inputDensity") : null,
        Tool = fields.Has("tool") ? fields.Text("tool", 0, FnetFormat.MaxProvenanceLength) : null,
    };

    private static string CheckSum(string text, JsonObject json, FnetFields fields)
    {
        var member = fields.Member("sha256");
        var stated = fields.String("sha256");
        if (member != json.Members[json.Members.Count - 1])
        {
            throw fields.Fault(FnetErrorKind.WrongChecksum, "sha256", member.Offset, "The checksum must be the last member.");
        }

        var comma = text.LastIndexOf(',', member.Offset);
        var computed = FnetChecksum.Compute(text, json.Offset, comma);
        if (stated.Text != computed)
        {
            var message = $"The content has the checksum {computed}: it was changed or damaged after it was written. "
                + "Restore the file, or write it again.";
            throw fields.Fault(FnetErrorKind.WrongChecksum, "sha256", stated.Offset, message);
        }

        return computed;
    }
}
