using FreeNets.Model;

namespace FreeNets.Tests;

public class FnetDamageTests
{
    [Fact]
    public void A_file_cut_off_anywhere_is_an_error()
    {
        var end = Example.Text.TrimEnd().Length;
        for (var length = 0; length < end; length++)
        {
            var result = FnetReader.Read(Example.Text[..length]);

            Assert.Null(result.Net);
            Assert.InRange(result.Error!.Offset, 0, length);
        }
    }

    [Fact]
    public void No_changed_character_gives_another_network()
    {
        for (var i = 0; i < Example.Text.Length; i++)
        {
            var original = Example.Text[i];
            foreach (var changed in Enumerable.Range(0, 16).Select(bit => (char)(original ^ (1 << bit))).Concat("\0\n 0A=\"\\{}[],:\uD800"))
            {
                var net = FnetReader.Read($"{Example.Text[..i]}{changed}{Example.Text[(i + 1)..]}").Net;

                // Between tokens one white space may stand for another.
                var isHarmless = changed == original || char.IsWhiteSpace(original);
                Assert.True(net is null || (isHarmless && net == Example.Net), $"{i}: {(int)original} → {(int)changed}");
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void No_removed_or_doubled_stretch_gives_another_network(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++)
        {
            var start = random.Next(Example.Text.Length);
            var length = random.Next(1, Math.Min(80, Example.Text.Length - start) + 1);
            var text = i % 2 == 0
                ? Example.Text.Remove(start, length)
                : Example.Text.Insert(start, Example.Text.Substring(start, length));

            var net = FnetReader.Read(text).Net;

            Assert.True(net is null || net == Example.Net, $"{start}, {length}");
        }
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
