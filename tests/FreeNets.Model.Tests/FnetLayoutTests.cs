using System.Text.Json;
using System.Text.RegularExpressions;
using FreeNets.Model;

namespace FreeNets.Tests;

public class FnetLayoutTests
{
    [Fact]
    public void Line_ends_indentation_and_byte_order_mark_do_not_matter()
    {
        foreach (var text in new[]
        {
            Example.Text.ReplaceLineEndings("\r\n"),
            Example.Text.ReplaceLineEndings("\r"),
            "\uFEFF" + Example.Text,
            Regex.Replace(Example.Text, "\n *", ""),
            Regex.Replace(Example.Text, "^ +", "\t\t", RegexOptions.Multiline).Replace("\": ", "\"  :\n", StringComparison.Ordinal),
            "\n\n " + Example.Text.Replace(",\n  \"sha256\"", "\n , \"sha256\"", StringComparison.Ordinal) + "\n",
        })
        {
            Assert.Equal(Example.Net, Read(text));
        }
    }

    [Fact]
    public void White_space_inside_strings_does_matter() => Assert.Equal(
        FnetErrorKind.WrongChecksum,
        FnetReader.Read(Example.With("provenance.dataSet", "\"by  hand\"")).Error!.Kind);

    [Fact]
    public void Members_may_stand_in_any_order_before_the_checksum()
    {
        const RegexOptions Options = RegexOptions.Multiline | RegexOptions.Singleline;
        var members = Regex.Matches(Example.Text, """^  "(?!sha256).*?(?=,\n  ")""", Options);
        var sha = Regex.Match(Example.Text, """  "sha256".*""").Value;
        var text = $"{{\n{string.Join(",\n", members.Reverse().Select(member => member.Value))},\n{sha}\n}}\n";

        Assert.Equal(17, members.Count);
        Assert.Equal(Example.Net, Read(Example.Seal(text)));
    }

    [Fact]
    public void Escapes_are_resolved_in_names_texts_and_blocks()
    {
        var text = Example.With("name", "\"\\u0065xa\\\"\\\\\\/mple\"");
        text = text.Replace("\"encoder\":", "\"\\u0065ncoder\":", StringComparison.Ordinal);
        text = text.Replace("\"graph\": \"Bw==\"", "\"graph\": \"B\\u0077==\"", StringComparison.Ordinal);

        Assert.Equal(Example.Net with { Name = "exa\"\\/mple" }, Read(Example.Seal(text)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(1)]
    public void The_storage_that_a_matrix_takes_by_itself_makes_the_shorter_file(double density)
    {
        var net = RandomNets.Create(seed: 1, inputs: 50, neurons: 40, outputs: 1, density: 0);
        var random = new Random(1);
        var encoder = new DenseMatrix(40, 50, net.Encoder.Map(weight => random.NextDouble() < density ? weight.Value : 0).ToDense());
        var (all, live) = (Length(encoder), Length(SparseMatrix.Of(40, 50, encoder.NonZero())));

        Assert.Equal(density < 0.95, live < all);
        Assert.Equal(Math.Min(all, live), Length(WeightMatrix.Of(40, 50, encoder.ToDense())));

        int Length(WeightMatrix matrix) => FnetWriter.Write(net with { Encoder = matrix }).Length;
    }

    [Fact]
    public void Provenance_and_labels_may_be_empty()
    {
        var net = Example.Net with { Provenance = new(), Labels = default, Checks = new() };

        Assert.Equal(net, Read(FnetWriter.Write(net)));
    }

    [Theory]
    [InlineData("0.1", 0.1f)]
    [InlineData("-0", -0f)]
    [InlineData("-0.0e5", -0f)]
    [InlineData("16777217", 16777216f)]
    [InlineData("1e-45", float.Epsilon)]
    [InlineData("3.4028235677973362e38", float.MaxValue)]
    public void Numbers_are_the_nearest_float32(string json, float value)
    {
        var mean = Read(Example.Seal(Example.With("domain.mean", json))).Domain.Mean.Uniform;

        Assert.Equal(BitConverter.SingleToInt32Bits(value), BitConverter.SingleToInt32Bits(mean));
    }

    [Fact]
    public void The_examples_in_the_format_description_are_what_the_writer_writes()
    {
        var document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "FORMAT.md")).ReplaceLineEndings("\n");
        var texts = Regex.Matches(document, "```json\n(.*?)```", RegexOptions.Singleline)
            .Select(static match => match.Groups[1].Value)
            .ToArray();

        Assert.Equal([Example.Text, FnetWriter.Write(Example.Rich)], texts);
        Assert.All(texts, static text => Assert.Equal(text, Example.Seal(text)));
        Assert.Equal(Example.Rich, Read(texts[1]));
    }

    [Fact]
    public void The_table_of_activations_in_the_format_description_has_each_that_the_reader_knows()
    {
        var document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "FORMAT.md"));
        var section = document[
            document.IndexOf("## Activations", StringComparison.Ordinal)..document.IndexOf("## Checksum", StringComparison.Ordinal)];
        var names = Regex.Matches(section, "^\\| (`.*?`) \\|", RegexOptions.Multiline)
            .SelectMany(static row => Regex.Matches(row.Groups[1].Value, "[a-z0-9-]+").Select(static name => name.Value));
        var known = FnetReader.Read(Example.With("activation", "\"no such\""))
            .Error!.Message.Split("there are ")[1]
            .TrimEnd('.')
            .Split(", ");

        Assert.Equal(known, names);
        Assert.Equal(Enum.GetValues<ActivationFunction>().Length, known.Length);
    }

    [Fact]
    public void Each_function_has_its_name_in_a_file()
    {
        foreach (var function in Enum.GetValues<ActivationFunction>())
        {
            var net = Example.Net with { OutputGroups = new[] { new OutputGroup("all", 0, 2, function) } };
            var name = JsonNamingPolicy.KebabCaseLower.ConvertName($"{function}");

            Assert.Contains($"\"{name}\"", FnetWriter.Write(net), StringComparison.Ordinal);
        }
    }

    private static FreeNet Read(string text)
    {
        var result = FnetReader.Read(text);
        Assert.Null(result.Error);
        return result.Net!;
    }
}
