using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FreeNets.Model;

namespace FreeNets.Tests;

/// <summary>The network of FORMAT.md, small enough to compute by hand, and its file to be spoiled.</summary>
internal static class Example
{
    public static FreeNet Net { get; } = new()
    {
        Name = "example",
        Inputs = 2,
        Neurons = 3,
        Outputs = 2,
        Activation = Activation.SquaredRelu,
        Domain = new InputDomain { Type = InputType.UInt8, Minimum = 0, Maximum = 255, Mean = 2, Scale = 0.5f },
        Labels = new[] { "yes", "no" },
        Encoder = new DenseMatrix(3, 2, [1, 1, 2, -1, -1, 1]),
        EncoderBias = new[] { 0f, 0.5f, -1 },
        Edges = SparseMatrix.Of(Ncg.Dense(3), [0.25f, -0.5f, 1]),
        Decoder = new DenseMatrix(2, 3, [1, -2, 0.5f, 0, 1, -1]),
        DecoderBias = new[] { 0.25f, 0 },
        Checks = new CheckVectors { Count = 1, Inputs = new[] { 4f, 8 }, Logits = new[] { 5.53125f, -15.3125f } },
        Provenance = new Provenance { DataSet = "by hand", Seed = 1, Epsilon = 0.25, Tool = "FORMAT.md" },
    };

    public static string Text { get; } = FnetWriter.Write(Net);

    /// <summary>The other network of FORMAT.md, with what a simple one does without.</summary>
    public static FreeNet Rich { get; } = new()
    {
        Name = "rich",
        Inputs = 2,
        Neurons = 3,
        Outputs = 3,
        Activation = Activation.Relu,
        NeuronActivations = new[] { Activation.Relu, Activation.LeakyRelu(0.25f), Activation.Clip(-1, 1) },
        OutputGroups = new OutputGroup[] { new("actor", 0, 2, Activation.Softmax), new("critic", 2, 1, Activation.Identity) },
        Domain = new InputDomain
        {
            Type = InputType.Float32,
            Minimum = new PerInput(new[] { -4.5f, float.NegativeInfinity }),
            Mean = new PerInput(new[] { 0f, 2 }),
            Scale = 0.5f,
        },
        Columns = new[] { new InputColumn("colour") { Categories = new[] { "red", "blue" } }, new InputColumn("weight") { Missing = 2 } },
        Encoder = SparseMatrix.Of(3, 2, [new Weight(0, 0, 1), new Weight(1, 1, 2), new Weight(2, 0, -1)]),
        EncoderBias = new[] { 0f, 0.5f, -1 },
        Edges = SparseMatrix.Of(3, 3, [new Weight(2, 1, 1)]),
        Decoder = new DenseMatrix(3, 3, [1, -2, 0.5f, 0, 1, -1, 1, 1, 1]),
        DecoderBias = new[] { 0.25f, 0, 1 },
        Checks = new CheckVectors { Count = 1, Inputs = new[] { 4f, 8 }, Logits = new[] { -10.25f, 5.5f, 10.5f } },
        Provenance = new Provenance { Budget = 6000, Pattern = "input-cap 2/28, levels 8, edge-cap 4/32" },
    };

    /// <summary>The file with another value for the field at <paramref name="path"/>, which must be a number or a string.</summary>
    public static string With(string path, string json) => With(Text, path, json);

    /// <summary>The same of another text.</summary>
    public static string With(string text, string path, string json)
    {
        var (start, length) = Find(text, path);
        return text.Remove(start, length).Insert(start, json);
    }

    /// <summary>Where the value of the field at <paramref name="path"/> stands, in a text with one member a line.</summary>
    public static (int Start, int Length) Find(string text, string path)
    {
        var names = path.Split('.');
        var from = names.Length == 1 ? 0 : text.IndexOf($"\"{names[0]}\": {{", StringComparison.Ordinal);
        var match = new Regex($"^ {{{2 * names.Length}}}\"{names[^1]}\": (.*?),?$", RegexOptions.Multiline).Match(text, from);
        var value = match.Groups[1];
        return match.Success ? (value.Index, value.Length) : throw new ArgumentException($"No member {path}.");
    }

    /// <summary>The text with the checksum that belongs to it, computed after FORMAT.md and not by the code under test.</summary>
    public static string Seal(string text)
    {
        var body = Regex.Match(text, """\{.*(?=,\s*"sha256"\s*:)""", RegexOptions.Singleline).Value;
        var content = Regex.Replace(body, """("(?:[^"\\]|\\.)*")|[ \t\r\n]+""", "$1");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        return Regex.Replace(text, "[0-9a-f]{64}", hash);
    }

    public static string Base64(params float[] values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return $"\"{Convert.ToBase64String(bytes)}\"";
    }
}
