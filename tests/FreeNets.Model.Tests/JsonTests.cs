using FreeNets.Model;

namespace FreeNets.Tests;

/// <summary>The JSON reader, seen through the model reader: what is JSON but no model file is refused for another reason.</summary>
public class JsonTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("   ", 3)]
    [InlineData("{", 1)]
    [InlineData("{}}", 2)]
    [InlineData("{} {}", 3)]
    [InlineData("[1,]", 3)]
    [InlineData("[,1]", 1)]
    [InlineData("[1 2]", 3)]
    [InlineData("{\"a\":1,}", 7)]
    [InlineData("{\"a\" 1}", 5)]
    [InlineData("{a:1}", 1)]
    [InlineData("{'a':1}", 1)]
    [InlineData("{\"a\":1,\"\\u0061\":2}", 7)]
    [InlineData("// x\n{}", 0)]
    [InlineData("[1] // x", 4)]
    [InlineData("[01]", 2)]
    [InlineData("[-]", 2)]
    [InlineData("[+1]", 1)]
    [InlineData("[.5]", 1)]
    [InlineData("[5.]", 3)]
    [InlineData("[1e]", 3)]
    [InlineData("[1e+]", 4)]
    [InlineData("[0x1]", 2)]
    [InlineData("[NaN]", 1)]
    [InlineData("[-Infinity]", 2)]
    [InlineData("[True]", 1)]
    [InlineData("[tru", 1)]
    [InlineData("[nullx]", 5)]
    [InlineData("[\"a", 3)]
    [InlineData("[\"a\nb\"]", 3)]
    [InlineData("[\"\\x41\"]", 2)]
    [InlineData("[\"\\", 2)]
    [InlineData("[\"\\u12G4\"]", 2)]
    [InlineData("[\"\\u12", 2)]
    [InlineData("[\"\\uD800\"]", 2)]
    [InlineData("[\"\\uDC00\"]", 2)]
    [InlineData("[\"\\uD800\\uD800\"]", 2)]
    [InlineData("[\"\\uD800\\n\"]", 2)]
    [InlineData("\uFEFF\uFEFF[]", 1)]
    [InlineData("\0", 0)]
    [InlineData("[1]\0", 3)]
    [InlineData("\u00A0[]", 0)]
    public void What_is_not_json_is_refused_where_it_goes_wrong(string text, int offset)
    {
        var error = FnetReader.Read(text).Error!;

        Assert.Equal((FnetErrorKind.NotJson, "", offset), (error.Kind, error.Field, error.Offset));
    }

    [Theory]
    [InlineData("\uFEFF[]")]
    [InlineData(" \t\r\n[ ] ")]
    [InlineData("[{}, [ ], \"\", 0, -0, 1.5e+10, 2E-3, 10, true, false, null]")]
    [InlineData("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\uD83D\\uDE00\u007F\"]")]
    [InlineData("[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]")]
    [InlineData("[[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],{},{}]")]
    public void What_is_json_passes(string text) => Assert.Equal(FnetErrorKind.WrongFormat, FnetReader.Read(text).Error!.Kind);

    // Built here: lone surrogates do not survive in test names.
    [Fact]
    public void Lone_surrogates_are_refused_where_they_stand_plainly()
    {
        foreach (var lone in new[] { "\uD800", "\uDC00", "\uD800\uD800\uDC00", "\uD83D\\uDE00" })
        {
            var error = FnetReader.Read($"[\"{lone}\"]").Error!;

            Assert.Equal((FnetErrorKind.NotJson, 2), (error.Kind, error.Offset));
        }
    }

    [Theory]
    [InlineData(17)]
    [InlineData(1_000_000)]
    public void Nesting_is_refused_at_the_seventeenth_level(int depth)
    {
        var error = FnetReader.Read(new string('[', depth)).Error!;

        Assert.Equal((FnetErrorKind.NotJson, 16), (error.Kind, error.Offset));
    }

    [Fact]
    public void A_great_number_of_values_or_members_is_refused()
    {
        var values = FnetReader.Read($"[{string.Join(',', Enumerable.Repeat("0", 100_000))}]").Error!;
        var members = FnetReader.Read($"{{{string.Join(',', Enumerable.Range(0, 65).Select(i => $"\"{i}\":0"))}}}").Error!;

        Assert.Contains("100000 values", values.Message, StringComparison.Ordinal);
        Assert.Contains("64 members", members.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"a\": 1\n  \"b\": 2 }", 2, 2)]
    [InlineData("{\r\n  \"a\": 1\r\n  \"b\": 2 }", 2, 2)]
    [InlineData("{\r  \"a\": 1\r  \"b\": 2 }", 2, 2)]
    [InlineData("{\n\n", 2, 0)]
    public void Lines_and_columns_count_from_zero_whatever_the_line_ends(string text, int line, int column)
    {
        var error = FnetReader.Read(text).Error!;

        Assert.Equal((line, column), (error.Line, error.Column));
    }
}
