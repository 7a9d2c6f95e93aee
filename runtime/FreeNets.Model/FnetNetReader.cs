using FreeNets.Model.Json;

namespace FreeNets.Model;

/// <summary>
/// Reads the network out of a model file's members, of any version: types, sizes and blocks. Whether the values make a valid network
/// is for <see cref="FreeNet.Validate"/> to say.
/// </summary>
internal static class FnetNetReader
{
    public static FreeNet Read(FnetFields fields, int version)
    {
        var inputs = fields.Integer("inputs", 1, FnetFormat.MaxInputs);
        var neurons = fields.Integer("neurons", 1, FnetFormat.MaxNeurons);
        var outputs = fields.Integer("outputs", 1, FnetFormat.MaxOutputs);
        var table = ReadActivations(fields, version);
        var domain = ReadDomain(fields.Object("domain", FnetFormat.DomainMembers), version, inputs);
        return new FreeNet
        {
            Name = fields.String("name").Text,
            Inputs = inputs,
            Neurons = neurons,
            Outputs = outputs,
            Activation = table[0],
            NeuronActivations = ReadNeuronActivations(fields, table, neurons),
            OutputActivation = fields.Has("outputActivation")
                ? FnetActivations.Read(fields, "outputActivation", fields.Member("outputActivation").Value, isOutput: true)
                : Activation.Identity,
            OutputGroups = ReadOutputGroups(fields),
            Domain = domain,
            Columns = ReadColumns(fields),
            Labels = ReadTexts(fields, "labels"),
            Encoder = ReadMatrix(fields, "encoder", version, "neurons × inputs", neurons, inputs),
            EncoderBias = FnetBlock.Floats(fields, "encoderBias", $"{neurons} (neurons)", neurons),
            Edges = ReadEdges(fields, neurons),
            Decoder = ReadMatrix(fields, "decoder", version, "outputs × neurons", outputs, neurons),
            DecoderBias = FnetBlock.Floats(fields, "decoderBias", $"{outputs} (outputs)", outputs),
            Checks = ReadChecks(fields.Object("checks", FnetFormat.CheckMembers), inputs, outputs, domain.Type),
            Provenance = ReadProvenance(
                fields.Object("provenance", version == 1 ? FnetFormat.ProvenanceMembers1 : FnetFormat.ProvenanceMembers2)),
        };
    }

    /// <summary>One activation, or in version 2 a table of them.</summary>
    private static Activation[] ReadActivations(FnetFields fields, int version)
    {
        if (version == 1)
        {
            return [fields.Choice("activation", "relu", "squared-relu") ? Activation.SquaredRelu : Activation.Relu];
        }

        var value = fields.Member("activation").Value;
        if (value is not JsonArray array)
        {
            return [FnetActivations.Read(fields, "activation", value, isOutput: false)];
        }

        if (array.Items.Count is 0 or > FnetFormat.MaxActivations)
        {
            var message = $"The table has {array.Items.Count} entries; 1 to {FnetFormat.MaxActivations} are allowed.";
            throw fields.WrongValue("activation", array, message);
        }

        var table = new Activation[array.Items.Count];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = FnetActivations.Read(fields, $"activation[{i}]", array.Items[i], isOutput: false);
        }

        return table;
    }

    private static Activation[] ReadNeuronActivations(FnetFields fields, Activation[] table, int neurons) =>
        fields.Has("neuronActivations")
            ? Array.ConvertAll(FnetBlock.Indices(fields, "neuronActivations", $"{neurons} (neurons)", neurons, table.Length), i => table[i])
            : [];

    private static OutputGroup[] ReadOutputGroups(FnetFields fields)
    {
        if (!fields.Has("outputGroups"))
        {
            return [];
        }

        var objects = fields.Objects("outputGroups", FnetFormat.GroupMembers);
        return Array.ConvertAll(objects, static group => new OutputGroup(
            group.String("name").Text,
            group.Integer("first", 0, FnetFormat.MaxOutputs),
            group.Integer("count", 1, FnetFormat.MaxOutputs),
            FnetActivations.Read(group, "activation", group.Member("activation").Value, isOutput: true)));
    }

    private static InputDomain ReadDomain(FnetFields fields, int version, int inputs)
    {
        var type = fields.Choice("type", FnetFormat.UInt8, FnetFormat.Float32) ? InputType.Float32 : InputType.UInt8;
        var mayBeUnbounded = version > 1 && type == InputType.Float32;
        return new InputDomain
        {
            Type = type,
            Minimum = mayBeUnbounded && !fields.Has("minimum") ? float.NegativeInfinity : Numbers("minimum"),
            Maximum = mayBeUnbounded && !fields.Has("maximum") ? float.PositiveInfinity : Numbers("maximum"),
            Mean = Numbers("mean"),
            Scale = Numbers("scale"),
        };

        PerInput Numbers(string name) => version > 1 && fields.Member(name).Value is JsonString
            ? new PerInput(FnetBlock.Floats(fields, name, $"{inputs} (inputs)", inputs))
            : fields.Float(name);
    }

    private static InputColumn[] ReadColumns(FnetFields fields)
    {
        if (!fields.Has("columns"))
        {
            return [];
        }

        var objects = fields.Objects("columns", FnetFormat.ColumnMembers);
        return Array.ConvertAll(objects, static column => new InputColumn(column.String("name").Text)
        {
            Categories = column.Has("categories") ? ReadTexts(column, "categories") : [],
            Missing = column.Has("missing") ? column.Float("missing") : null,
        });
    }

    private static string[] ReadTexts(FnetFields fields, string name)
    {
        var items = fields.Array(name).Items;
        var texts = new string[items.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            var text = items[i] as JsonString
                ?? throw fields.WrongValue($"{name}[{i}]", items[i], $"Expected a string, found {items[i].Kind}.");
            texts[i] = text.Text;
        }

        return texts;
    }

    private static WeightMatrix ReadMatrix(FnetFields fields, string name, int version, string shape, int rows, int columns)
    {
        var count = (long)rows * columns;
        if (version == 1 || fields.Member(name).Value is not JsonObject)
        {
            return new DenseMatrix(rows, columns, FnetBlock.Floats(fields, name, $"{rows} × {columns} ({shape})", count));
        }

        var matrix = fields.Object(name, FnetFormat.SparseMembers);
        var bits = FnetBlock.Bits(matrix, "live", $"{rows} × {columns} ({shape})", count);
        var live = bits.Sum(static b => (long)BitCount(b));
        return SparseMatrix.FromBits(rows, columns, bits, FnetBlock.Floats(matrix, "weights", $"{live} (live weights)", live));
    }

    private static int BitCount(int bits)
    {
        var count = 0;
        for (; bits != 0; bits &= bits - 1)
        {
            count++;
        }

        return count;
    }

    private static SparseMatrix ReadEdges(FnetFields fields, int neurons)
    {
        var count = (long)neurons * (neurons - 1) / 2;
        var graph = Ncg.FromBytes(neurons, FnetBlock.Bits(fields, "graph", $"one a pair of {neurons} neurons", count))!;
        return SparseMatrix.Of(graph, FnetBlock.Floats(fields, "edgeWeights", $"{graph.EdgeCount} (edges of the graph)", graph.EdgeCount));
    }

    private static CheckVectors ReadChecks(FnetFields fields, int inputs, int outputs, InputType type)
    {
        var count = fields.Integer("count", 0, FnetFormat.MaxChecks);
        var shape = $"{count} × {inputs} (count × inputs)";
        return new CheckVectors
        {
            Count = count,
            Inputs = type == InputType.UInt8
                ? Array.ConvertAll(FnetBlock.Bytes(fields, "inputs", $"{shape} uint8 values", (long)count * inputs), static b => (float)b)
                : FnetBlock.Floats(fields, "inputs", shape, (long)count * inputs),
            Logits = FnetBlock.Floats(fields, "logits", $"{count} × {outputs} (count × outputs)", (long)count * outputs),
        };
    }

    private static Provenance ReadProvenance(FnetFields fields) => new()
    {
        DataSet = fields.Has("dataSet") ? fields.String("dataSet").Text : null,
        Seed = fields.Has("seed") ? fields.Integer("seed", long.MinValue, long.MaxValue) : null,
        Epsilon = fields.Has("epsilon") ? fields.Double("epsilon") : null,
        Epochs = fields.Has("epochs") ? fields.Integer("epochs", 0, int.MaxValue) : null,
        Rounds = fields.Has("rounds") ? fields.Integer("rounds", 0, int.MaxValue) : null,
        TestAccuracy = fields.Has("testAccuracy") ? fields.Double("testAccuracy") : null,
        InputDensity = fields.Has("inputDensity") ? fields.Double("inputDensity") : null,
        Budget = fields.Has("budget") ? fields.Integer("budget", 0L, long.MaxValue) : null,
        Pattern = fields.Has("pattern") ? fields.String("pattern").Text : null,
        Tool = fields.Has("tool") ? fields.String("tool").Text : null,
    };
}
