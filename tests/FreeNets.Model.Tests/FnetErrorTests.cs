using FreeNets.Model;
using static FreeNets.Model.FnetErrorKind;

namespace FreeNets.Tests;

public class FnetErrorTests
{
    private const string Long201 =
        "\"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        + "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\"";

    [Theory]
    [InlineData("format", "\"onnx\"", WrongFormat)]
    [InlineData("format", "1", WrongValue)]
    [InlineData("version", "2", WrongFormat)]
    [InlineData("version", "1.0", WrongValue)]
    [InlineData("version", "\"1\"", WrongValue)]
    [InlineData("name", "\"\"", WrongValue)]
    [InlineData("name", "null", WrongValue)]
    [InlineData("name", Long201, WrongValue)]
    [InlineData("name", "\"a\\nb\"", WrongValue)]
    [InlineData("name", "\"\\u0085\"", WrongValue)]
    [InlineData("name", "\"\u2028\"", WrongValue)]
    [InlineData("name", "\"\\u2029\"", WrongValue)]
    [InlineData("name", "\"\u007F\"", WrongValue)]
    [InlineData("inputs", "0", WrongValue)]
    [InlineData("inputs", "16777217", WrongValue)]
    [InlineData("inputs", "2e0", WrongValue)]
    [InlineData("inputs", "99999999999999999999", WrongValue)]
    [InlineData("inputs", "true", WrongValue)]
    [InlineData("neurons", "-3", WrongValue)]
    [InlineData("neurons", "65537", WrongValue)]
    [InlineData("outputs", "65537", WrongValue)]
    [InlineData("activation", "\"ReLU\"", WrongValue)]
    [InlineData("domain.type", "\"int8\"", WrongValue)]
    [InlineData("domain.minimum", "-1", WrongValue)]
    [InlineData("domain.maximum", "256", WrongValue)]
    [InlineData("domain.maximum", "1e39", WrongValue)]
    [InlineData("domain.mean", "-1e400", WrongValue)]
    [InlineData("domain.scale", "0", WrongValue)]
    [InlineData("domain.scale", "1e-60", WrongValue)]
    [InlineData("domain.scale", "\"1\"", WrongValue)]
    [InlineData("encoder", "\"AAAA\"", WrongLength)]
    [InlineData("encoder", "\"AAA\"", WrongValue)]
    [InlineData("encoder", "[1, 2, 3]", WrongValue)]
    [InlineData("encoderBias", "\"AAAAAAAAAAAAAAAAAAAA\"", WrongLength)]
    [InlineData("encoderBias", "\"\"", WrongLength)]
    [InlineData("graph", "\"Dw==\"", WrongValue)]
    [InlineData("graph", "\"\"", WrongLength)]
    [InlineData("graph", "\"AQ==\"", WrongLength, "edgeWeights")]
    [InlineData("edgeWeights", "\"AAAA\"", WrongLength)]
    [InlineData("decoder", "\"AAAA\"", WrongLength)]
    [InlineData("decoderBias", "\"AAAA\"", WrongLength)]
    [InlineData("checks.count", "-1", WrongValue)]
    [InlineData("checks.count", "65537", WrongValue)]
    [InlineData("checks.count", "2", WrongLength, "checks.inputs")]
    [InlineData("checks.inputs", "\"AAAA\"", WrongLength)]
    [InlineData("checks.logits", "\"AAAA\"", WrongLength)]
    [InlineData("domain.maximum", "7", WrongValue, "checks.inputs")]
    [InlineData("domain.minimum", "5", WrongValue, "checks.inputs")]
    [InlineData("domain.type", "\"float32\"", WrongLength, "checks.inputs")]
    [InlineData("provenance.dataSet", "\"\\t\"", WrongValue)]
    [InlineData("provenance.seed", "9223372036854775808", WrongValue)]
    [InlineData("provenance.epsilon", "1.5", WrongValue)]
    [InlineData("provenance.tool", "null", WrongValue)]
    [InlineData("sha256", "\"\"", WrongChecksum)]
    [InlineData("sha256", "0", WrongValue)]
    [InlineData("provenance.seed", "2", WrongChecksum, "sha256")]
    public void A_wrong_value_is_reported_at_its_field(string changed, string json, FnetErrorKind kind, string? reported = null)
    {
        reported ??= changed;
        var text = Example.With(changed, json);

        AssertError(text, kind, reported, Example.Find(text, reported).Start);
    }

    [Fact]
    public void A_maximum_below_the_minimum_is_reported()
    {
        var text = Example.With("domain.minimum", "9").Replace("\"maximum\": 255", "\"maximum\": 8", StringComparison.Ordinal);

        AssertError(text, WrongValue, "domain.maximum", Example.Find(text, "domain.maximum").Start);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "infinite")]
    [InlineData(float.NegativeInfinity, "infinite")]
    public void A_value_that_is_not_finite_is_reported_with_its_index_at_its_character(float value, string word)
    {
        foreach (var index in Enumerable.Range(0, 6))
        {
            var weights = Example.Net.Encoder.ToDense();
            weights[index] = value;
            var text = Example.With("encoder", Example.Base64(weights));

            var error = AssertError(text, NotFinite, "encoder", Example.Find(text, "encoder").Start + 1 + (index * 32 / 6));
            Assert.StartsWith($"Value {index} is {word}", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("checks.logits")]
    [InlineData("decoderBias")]
    public void Every_float_block_must_be_finite(string field)
    {
        var text = Example.With(field, Example.Base64(0, float.NaN));

        AssertError(text, NotFinite, field, Example.Find(text, field).Start + 6);
    }

    [Theory]
    [InlineData("AAA AAAA", 3)]
    [InlineData("AAAAAAA-", 7)]
    [InlineData("=AAAAAAA", 0)]
    [InlineData("AAAAAA\u00e4A", 6)]
    public void A_character_that_is_no_base64_digit_is_reported_at_its_place(string spoilt, int index)
    {
        var text = Example.With("encoderBias", $"\"{spoilt}AAAAAAAA\"");

        AssertError(text, WrongValue, "encoderBias", Example.Find(text, "encoderBias").Start + 1 + index);
    }

    [Theory]
    [InlineData("graph", "\"B1==\"", 1)]
    [InlineData("checks.inputs", "\"BAh=\"", 2)]
    public void Set_bits_that_belong_to_no_byte_are_reported(string field, string json, int index)
    {
        var text = Example.With(field, json);

        AssertError(text, WrongValue, field, Example.Find(text, field).Start + 1 + index);
    }

    [Theory]
    [InlineData("format", 0)]
    [InlineData("encoder", 0)]
    [InlineData("sha256", 0)]
    [InlineData("domain.mean", 1)]
    [InlineData("checks.count", 1)]
    public void A_missing_field_is_reported_at_the_object_that_lacks_it(string field, int depth)
    {
        var name = field.Split('.')[^1];
        var text = string.Join('\n', Example.Text.Split('\n').Where(line => !line.Contains($"\"{name}\":", StringComparison.Ordinal)));
        text = text.Replace("5\",\n}", "5\"\n}", StringComparison.Ordinal).Replace("},\n}", "}\n}", StringComparison.Ordinal);

        AssertError(text, MissingField, field, depth == 0 ? 0 : Example.Find(text, field.Split('.')[0]).Start);
    }

    [Theory]
    [InlineData("  \"name\"", "  \"nmae\": 1,\n", "nmae")]
    [InlineData("    \"mean\"", "    \"std\": 1,\n", "domain.std")]
    [InlineData("    \"count\"", "    \"a\\u000Ab\": 1,\n", "checks.a\\u000Ab")]
    [InlineData("    \"seed\"", "    \"testAcuracy\": 1,\n", "provenance.testAcuracy")]
    public void A_field_that_the_format_does_not_have_is_reported_at_its_name(string before, string inserted, string field)
    {
        var start = Example.Text.IndexOf(before, StringComparison.Ordinal);
        var text = Example.Text.Insert(start, inserted);

        AssertError(text, UnknownField, field, text.IndexOf('"', start));
    }

    [Fact]
    public void A_number_of_labels_that_is_not_the_number_of_outputs_is_reported()
    {
        var text = Example.Text.Replace("\"yes\",", "", StringComparison.Ordinal);

        AssertError(text, WrongLength, "labels", Example.Find(text, "labels").Start);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("\"a\\rb\"")]
    [InlineData(Long201)]
    public void A_wrong_label_is_reported_with_its_index(string json)
    {
        var text = Example.Text.Replace("\"no\"", json, StringComparison.Ordinal);

        AssertError(text, WrongValue, "labels[1]", text.IndexOf(json, StringComparison.Ordinal));
    }

    [Fact]
    public void A_checksum_that_is_not_last_is_reported()
    {
        var text = Example.Text.TrimEnd()[..^2] + ",\n  \"labels\": []\n}\n";
        const string Labels = "  \"labels\": [\n    \"yes\",\n    \"no\"\n  ],\n";
        text = text.Replace(Labels, "", StringComparison.Ordinal);

        AssertError(text, WrongChecksum, "sha256", text.IndexOf("\"sha256\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[]", "an array")]
    [InlineData("\"freenet\"", "a string")]
    [InlineData(" null", "null")]
    public void A_document_that_is_no_object_is_no_model_file(string text, string word)
    {
        var error = AssertError(text, WrongFormat, "", text.Length - text.TrimStart().Length);

        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    private static FnetError AssertError(string text, FnetErrorKind kind, string field, int offset)
    {
        var result = FnetReader.Read(text);

        Assert.False(result.IsValid);
        var error = result.Error!;
        var lines = text[..offset].Split('\n');
        Assert.Equal((kind, field, offset), (error.Kind, error.Field, error.Offset));
        Assert.Equal((lines.Length - 1, lines[^1].Length), (error.Line, error.Column));
        Assert.DoesNotContain('\n', error.Message);
        return error;
    }
}
