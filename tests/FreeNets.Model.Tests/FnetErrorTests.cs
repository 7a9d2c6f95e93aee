using FreeNets.Model;
using static FreeNets.Model.FnetErrorKind;

namespace FreeNets.Tests;

public class FnetErrorTests
{
    private const string Long201 =
        "\"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        + "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\"";

    private static readonly string s_rich = FnetWriter.Write(Example.Rich);

    [Theory]
    [InlineData("format", "\"onnx\"", WrongFormat)]
    [InlineData("format", "1", WrongValue)]
    [InlineData("version", "0", WrongFormat)]
    [InlineData("version", "3", WrongFormat)]
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

    [Theory]
    [InlineData("neuronActivations", "\"AAABAAMA\"", WrongValue, 6)]
    [InlineData("neuronActivations", "\"AAABAAAB\"", WrongValue, 6)]
    [InlineData("neuronActivations", "\"AAABAA==\"", WrongLength)]
    [InlineData("neuronActivations", "3", WrongValue)]
    [InlineData("domain.minimum", "\"AACQwAAAgH8=\"", WrongValue, 6)]
    [InlineData("domain.minimum", "\"AACQwAAAwH8=\"", WrongValue, 6)]
    [InlineData("domain.minimum", "9", WrongValue, 0, "checks.inputs")]
    [InlineData("domain.mean", "\"AAAAAAAAgP8=\"", WrongValue, 6)]
    [InlineData("domain.mean", "\"AAAAAA==\"", WrongLength)]
    [InlineData("domain.mean", "null", WrongValue)]
    [InlineData("domain.scale", "\"AACAPwAAAAA=\"", WrongValue, 6)]
    [InlineData("domain.scale", "\"AAAAgAAAgD8=\"", WrongValue, 1)]
    [InlineData("domain.type", "\"uint8\"", MissingField, 0, "domain.maximum", "domain")]
    [InlineData("encoder.live", "\"WQ==\"", WrongValue)]
    [InlineData("encoder.live", "\"CQ==\"", WrongLength, 0, "encoder.weights")]
    [InlineData("encoder.live", "\"\"", WrongLength)]
    [InlineData("encoder.weights", "\"AACAPwAAAEA=\"", WrongLength)]
    [InlineData("encoder.weights", "\"AACAPwAAAEAAAMB/\"", NotFinite, 11)]
    [InlineData("provenance.budget", "-1", WrongValue)]
    [InlineData("provenance.budget", "1.5", WrongValue)]
    [InlineData("provenance.pattern", Long201, WrongValue)]
    public void A_wrong_value_of_version_2_is_reported_at_its_field(
        string changed, string json, FnetErrorKind kind, int character = 0, string? reported = null, string? at = null)
    {
        var text = Example.With(s_rich, changed, json);
        reported ??= changed;

        var start = at is null ? Example.Find(text, reported).Start : text.IndexOf($"\"{at}\": ", StringComparison.Ordinal) + at.Length + 4;
        AssertError(text, kind, reported, start + character);
    }

    [Theory]
    [InlineData("\"relu\",", "\"softmax\",", "activation[0]", "\"softmax\",")]
    [InlineData("\"relu\",", "\"elu\",", "activation[0]", "\"elu\"")]
    [InlineData("\"relu\",", "7,", "activation[0]", "7,")]
    [InlineData("\"leaky-relu\"", "\"leaky\"", "activation[1].function", "\"leaky\"")]
    [InlineData("\"alpha\": 0.25", "\"alpha\": 1e39", "activation[1].alpha", "1e39")]
    [InlineData("\"alpha\": 0.25", "\"alpha\": 1, \"beta\": 1", "activation[1].beta", "\"beta\": 1\n", UnknownField)]
    [InlineData("\"beta\": 1", "\"beta\": -2", "activation[2].beta", "-2")]
    [InlineData(",\n      \"beta\": 1", "", "activation[2].beta", "{\n      \"function\": \"clip\"", MissingField)]
    [InlineData("\"critic\"", "\"actor\"", "outputGroups[1].name", "\"actor\",\n      \"first\": 2")]
    [InlineData("\"critic\"", "\"\"", "outputGroups[1].name", "\"\"")]
    [InlineData("\"first\": 2", "\"first\": 1", "outputGroups[1].first", "1,\n      \"count\": 1")]
    [InlineData("\"count\": 1,\n      \"act", "\"count\": 2,\n      \"act", "outputGroups[1].count",
        "2,\n      \"activation\": \"identity\"")]
    [InlineData("\"count\": 2,", "\"count\": 1,", "outputGroups[1].first", "2,\n      \"count\": 1")]
    [InlineData("\"identity\"", "\"no\"", "outputGroups[1].activation", "\"no\"")]
    [InlineData("\"outputGroups\"", "\"outputActivation\": \"tanh\", \"outputGroups\"", "outputActivation", "\"tanh\"")]
    [InlineData("\"colour\"", "\"weight\"", "columns[1].name", "\"weight\",\n      \"missing\"")]
    [InlineData("\"colour\"", "\"\"", "columns[0].name", "\"\"")]
    [InlineData("\"blue\"", "\"red\"", "columns[0].categories[1]", "\"red\"\n")]
    [InlineData("\"blue\"", "7", "columns[0].categories[1]", "7\n")]
    [InlineData("\"blue\"", "\"a\\u0007b\"", "columns[0].categories[1]", "\"a\\u0007b\"")]
    [InlineData("\"missing\": 2", "\"missing\": 1e39", "columns[1].missing", "1e39")]
    [InlineData("\"missing\": 2", "\"unit\": \"kg\"", "columns[1].unit", "\"unit\"", UnknownField)]
    [InlineData("\"live\"", "\"bits\"", "encoder.bits", "\"bits\"", UnknownField)]
    public void A_wrong_list_or_object_of_version_2_is_reported_at_its_place(
        string old, string changed, string field, string at, FnetErrorKind kind = WrongValue)
    {
        var text = s_rich.Replace(old, changed, StringComparison.Ordinal);
        Assert.NotEqual(s_rich, text);

        AssertError(text, kind, field, text.IndexOf(at, StringComparison.Ordinal));
    }

    [Fact]
    public void Groups_that_leave_an_output_out_are_reported()
    {
        const string Critic =
            ",\n    {\n      \"name\": \"critic\",\n      \"first\": 2,\n      \"count\": 1,\n      \"activation\": \"identity\"\n    }";
        var text = s_rich.Replace(Critic, "", StringComparison.Ordinal);

        AssertError(text, WrongValue, "outputGroups", Example.Find(s_rich, "outputGroups").Start);
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
