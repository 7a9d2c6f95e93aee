namespace FreeNets.Model;

/// <summary>Names and limits of the model file; FORMAT.md tells what they mean.</summary>
internal static class FnetFormat
{
    public const string Name = "freenet";
    public const int Version = 2;

    public const int MaxInputs = 16_777_216;
    public const int MaxNeurons = Ncg.MaxNeurons;
    public const int MaxOutputs = 65_536;
    public const int MaxChecks = 65_536;
    public const int MaxActivations = 4_096;
    public const int MaxOutputGroups = 1_000;
    public const int MaxColumns = 1_000;
    public const int MaxCategories = 10_000;

    public const int MaxNameLength = 200;
    public const int MaxLabelLength = 200;
    public const int MaxProvenanceLength = 1_000;
    public const int MaxPatternLength = 200;

    /// <summary>The longest text: what a .NET string can hold, 32 characters short of 1 GiB.</summary>
    public const int MaxTextLength = 0x3FFF_FFDF;

    public const string UInt8 = "uint8";
    public const string Float32 = "float32";

    /// <summary>The members of version 1, all of them required; version 2 has some more, which are optional.</summary>
    public static readonly string[] Members1 =
    [
        "format", "version", "name", "inputs", "neurons", "outputs", "activation", "domain", "labels", "encoder", "encoderBias",
        "graph", "edgeWeights", "decoder", "decoderBias", "checks", "provenance", "sha256",
    ];

    public static readonly string[] Members2 = [.. Members1, "neuronActivations", "outputActivation", "outputGroups", "columns"];

    public static readonly string[] DomainMembers = ["type", "minimum", "maximum", "mean", "scale"];

    public static readonly string[] CheckMembers = ["count", "inputs", "logits"];

    public static readonly string[] SparseMembers = ["live", "weights"];

    public static readonly string[] GroupMembers = ["name", "first", "count", "activation"];

    public static readonly string[] ColumnMembers = ["name", "categories", "missing"];

    public static readonly string[] ProvenanceMembers1 =
        ["dataSet", "seed", "epsilon", "epochs", "rounds", "testAccuracy", "inputDensity", "tool"];

    public static readonly string[] ProvenanceMembers2 = [.. ProvenanceMembers1, "budget", "pattern"];

    /// <summary>The first character of <paramref name="text"/> that no string of a model file may hold, or −1.</summary>
    /// <remarks>
    /// Control characters and Unicode's line ends, because these strings end up in comments of generated code and on terminals;
    /// lone surrogates, because UTF-8 cannot carry them.
    /// </remarks>
    public static int IndexOfForbidden(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (char.IsControl(text[i]) || char.IsSurrogate(text[i]) || text[i] is '\u2028' or '\u2029')
            {
                return i;
            }
        }

        return -1;
    }
}
