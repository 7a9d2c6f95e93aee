using System.Text.RegularExpressions;
using FreeNets.Model;

namespace FreeNets.Tests;

public class FnetDamageTests
{
    /// <summary>A file of version 1, and two of version 2.</summary>
    public static TheoryData<string> Texts { get; } = [FnetVersion1Tests.Text("example"), Example.Text, FnetWriter.Write(Example.Rich)];

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void A_file_cut_off_anywhere_is_an_error(string text)
    {
        var end = text.TrimEnd().Length;
        for (var length = 0; length < end; length++)
        {
            var result = FnetReader.Read(text[..length]);

            Assert.Null(result.Net);
            Assert.InRange(result.Error!.Offset, 0, length);
        }
    }

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void No_changed_character_gives_another_network(string text)
    {
        var original = FnetReader.Read(text).Net;
        for (var i = 0; i < text.Length; i++)
        {
            foreach (var changed in Enumerable.Range(0, 16).Select(bit => (char)(text[i] ^ (1 << bit))).Concat("\0\n 0A=\"\\{}[],:\uD800"))
            {
                var net = FnetReader.Read($"{text[..i]}{changed}{text[(i + 1)..]}").Net;

                // Between tokens one white space may stand for another.
                var isHarmless = changed == text[i] || char.IsWhiteSpace(text[i]);
                Assert.True(net is null || (isHarmless && net == original), $"{i}: {(int)text[i]} → {(int)changed}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void No_removed_or_doubled_stretch_gives_another_network(string text)
    {
        var (original, random) = (FnetReader.Read(text).Net, new Random(text.Length));
        for (var i = 0; i < 6_000; i++)
        {
            var start = random.Next(text.Length);
            var length = random.Next(1, Math.Min(80, text.Length - start) + 1);
            var damaged = i % 2 == 0 ? text.Remove(start, length) : text.Insert(start, text.Substring(start, length));

            var net = FnetReader.Read(damaged).Net;

            Assert.True(net is null || net == original, $"{start}, {length}");
        }
    }

    /// <summary>Texts whose checksum is right: nothing but the rules stands between them and a network.</summary>
    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void Whatever_is_read_from_a_sealed_mutation_is_valid_and_writes_back(string text)
    {
        var (random, read) = (new Random(text.Length), 0);
        string[] pieces =
            ["0", "1", "2", "-1", "1e39", "\"\"", "\"relu\"", "\"elu\"", "\"softmax\"", "[]", "{}", "null", "\"AAAA\"", "\"AACAfwAAwH8=\""];
        for (var i = 0; i < 6_000; i++)
        {
            var values = Regex.Matches(text, """(?<=": |^ +)("[^"]*"|-?[0-9][0-9.]*)(?=,?$)""", RegexOptions.Multiline);
            var value = values[random.Next(values.Count)];
            var mutated = Example.Seal(text.Remove(value.Index, value.Length).Insert(value.Index, pieces[random.Next(pieces.Length)]));

            if (FnetReader.Read(mutated).Net is { } net)
            {
                read++;
                Assert.Null(net.Validate());
                Assert.Equal(net, FnetReader.Read(FnetWriter.Write(net)).Net);
            }
        }

        Assert.InRange(read, 100, 5_000);
    }

    [Theory]
    [InlineData("encoder", 16_777_216, 65_536, 65_536, 65_536)]
    [InlineData("graph", 1, 65_536, 1, 1)]
    [InlineData("decoder", 1, 1, 65_536, 1)]
    [InlineData("checks.inputs", 2, 3, 2, 65_536)]
    public void Huge_sizes_in_a_small_file_fail_before_anything_is_allocated(string field, int inputs, int neurons, int outputs, int checks)
    {
        // Blocks before the one in question fit their sizes.
        var text = Example.Text;
        Set("inputs", $"{inputs}");
        Set("neurons", $"{neurons}");
        Set("outputs", $"{outputs}");
        Set("checks.count", $"{checks}");
        text = text.Replace("[\n    \"yes\",\n    \"no\"\n  ]", "[]", StringComparison.Ordinal);
        if (field is "graph" or "decoder")
        {
            Set("encoder", Example.Base64(new float[inputs * neurons]));
            Set("encoderBias", Example.Base64(new float[neurons]));
        }

        if (field == "decoder")
        {
            Set("graph", "\"\"");
            Set("edgeWeights", "\"\"");
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = FnetReader.Read(text).Error!;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((FnetErrorKind.WrongLength, field), (error.Kind, error.Field));
        Assert.InRange(allocated, 0, 50_000 + (5L * text.Length));

        void Set(string path, string json)
        {
            var (start, length) = Example.Find(text, path);
            text = text.Remove(start, length).Insert(start, json);
        }
    }
}
