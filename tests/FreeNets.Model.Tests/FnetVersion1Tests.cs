using System.Globalization;
using FreeNets.Model;

namespace FreeNets.Tests;

/// <summary>
/// Files of version 1 read to the networks that they always were, bit for bit. Beside each is a description of what the reader of
/// version 1 made of it, with every float32 as its bits.
/// </summary>
public class FnetVersion1Tests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "fixtures", "v1");

    private static readonly string[] s_names =
        [.. Directory.GetFiles(s_folder, "*.fnet")
            .Select(static path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Names { get; } = [.. s_names];

    public static string Text(string name) => File.ReadAllText(Path.Combine(s_folder, $"{name}.fnet"));

    [Fact]
    public void There_are_files_of_several_kinds() =>
        Assert.Equal("chain example extremes pixels reals single thin", string.Join(' ', s_names));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_reads_to_the_same_network_bit_for_bit(string name)
    {
        var net = FnetFile.Load(Path.Combine(s_folder, $"{name}.fnet"));

        Assert.Equal(File.ReadAllText(Path.Combine(s_folder, $"{name}.txt")), Describe(net));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Written_again_it_is_version_2_and_the_same_network(string name)
    {
        var net = FnetReader.Read(Text(name)).Net!;

        var text = FnetWriter.Write(net);

        Assert.Contains("\"version\": 2,", text, StringComparison.Ordinal);
        Assert.Equal(net, FnetReader.Read(text).Net);
        Assert.Equal(Describe(net), Describe(FnetReader.Read(text).Net!));
    }

    [Fact]
    public void The_example_is_the_same_in_both_versions() => Assert.Equal(Example.Net, FnetReader.Read(Text("example")).Net);

    [Theory]
    [InlineData("\"activation\": \"squared-relu\"", "\"activation\": \"tanh\"", "activation")]
    [InlineData("\"activation\": \"squared-relu\"", "\"activation\": [\"relu\"]", "activation")]
    [InlineData("\"domain\"", "\"outputActivation\": \"softmax\", \"domain\"", "outputActivation")]
    [InlineData("\"mean\": 2", "\"mean\": \"AAAAQAAAAEA=\"", "domain.mean")]
    [InlineData("\"type\": \"uint8\",\n    \"minimum\": 0,", "\"type\": \"float32\",", "domain.minimum")]
    [InlineData("\"encoder\": \"AACAPwAAgD8AAABAAACAvwAAgL8AAIA/\"", "\"encoder\": { \"live\": \"AA==\", \"weights\": \"\" }", "encoder")]
    [InlineData("\"seed\"", "\"budget\": 6000, \"seed\"", "provenance.budget")]
    public void What_version_2_added_is_an_error_in_version_1(string old, string added, string field)
    {
        var text = Text("example").Replace(old, added, StringComparison.Ordinal);
        Assert.NotEqual(Text("example"), text);

        Assert.Equal(field, FnetReader.Read(Example.Seal(text)).Error?.Field);
    }

    private static string Describe(FreeNet net)
    {
        var (domain, provenance) = (net.Domain, net.Provenance);
        string[] lines =
        [
            $"name {net.Name}",
            $"sizes {net.Inputs} {net.Neurons} {net.Outputs}",
            $"activation {net.Activation}",
            $"domain {domain.Type} {Bits([domain.Minimum.Uniform, domain.Maximum.Uniform, domain.Mean.Uniform, domain.Scale.Uniform])}",
            .. net.Labels.Select(static label => $"label {label}"),
            $"encoder {Bits(net.Encoder.Stored)}",
            $"encoderBias {Bits(net.EncoderBias)}",
            $"edges {string.Join(' ', net.Edges.Entries().Select(static edge => $"{edge.Column}>{edge.Row}"))}",
            $"edgeWeights {Bits(net.Edges.Stored)}",
            $"decoder {Bits(net.Decoder.Stored)}",
            $"decoderBias {Bits(net.DecoderBias)}",
            $"checks {net.Checks.Count}",
            $"checks.inputs {Bits(net.Checks.Inputs)}",
            $"checks.logits {Bits(net.Checks.Logits)}",
            FormattableString.Invariant($"provenance {provenance.DataSet}|{provenance.Seed}|{provenance.Epsilon}|{provenance.Epochs}|")
                + FormattableString.Invariant($"{provenance.Rounds}|{provenance.TestAccuracy}|{provenance.InputDensity}|{provenance.Tool}"),
        ];
        return string.Concat(lines.Select(static line => $"{line.TrimEnd()}\n"));
    }

    private static string Bits(IEnumerable<float> values) =>
        string.Join(
            ' ', values.Select(static value => BitConverter.SingleToUInt32Bits(value).ToString("X8", CultureInfo.InvariantCulture)));
}
