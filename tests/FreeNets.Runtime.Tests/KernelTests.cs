namespace FreeNets.Runtime.Tests;

public class KernelTests
{
    [Fact]
    public void Places_of_non_zero_inputs_are_found_in_order()
    {
        var random = new Random(1);
        foreach (var count in Enumerable.Range(0, 70).Append(784))
        {
            foreach (var density in new[] { 0, 0.2, 1 })
            {
                var bytes = Enumerable.Range(0, count)
                    .Select(_ => (byte)(random.NextDouble() < density ? random.Next(1, 256) : 0))
                    .ToArray();
                var floats = Array.ConvertAll(bytes, static value => value / -3f);
                AssertFound(bytes, Array.ConvertAll(bytes, static value => (float)value));
                AssertFound(floats, floats);
            }
        }
    }

    private static float[] Special => [0f, float.NaN, -0f, 1f];

    [Fact]
    public void Not_a_number_is_not_zero_and_negative_zero_is() =>
        AssertFound([.. Special, .. new float[20], .. Special], [.. Special, .. new float[20], .. Special]);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 4)]
    [InlineData(16, 112)]
    [InlineData(10, 16)]
    [InlineData(3, 9)]
    [InlineData(7, 5)]
    [InlineData(0, 4)]
    public void A_transpose_swaps_rows_and_columns_and_writes_nothing_else(int rows, int columns)
    {
        var (sourceStride, targetStride) = (columns + 3, rows + 2);
        var source = Enumerable.Range(0, (rows * sourceStride) + 1).Select(static i => (float)i).ToArray();
        var target = Enumerable.Repeat(-1f, (columns * targetStride) + 1).ToArray();
        Transposition.Copy(ref source[0], rows, columns, sourceStride, ref target[0], targetStride);

        for (var i = 0; i < target.Length; i++)
        {
            var (column, row) = (i / targetStride, i % targetStride);
            Assert.Equal(column < columns && row < rows ? source[(row * sourceStride) + column] : -1f, target[i]);
        }
    }

    [Theory]
    [InlineData(new[] { 1f }, 0)]
    [InlineData(new[] { 1f, 3f, 2f }, 1)]
    [InlineData(new[] { 3f, 1f, 3f }, 0)]
    [InlineData(new[] { -3f, -1f, -2f }, 1)]
    [InlineData(new[] { float.NaN }, -1)]
    [InlineData(new[] { 1f, float.PositiveInfinity, float.NaN }, -1)]
    public void The_largest_logit_wins_and_the_first_of_equals(float[] logits, int expected) =>
        Assert.Equal(expected, Logits.ArgMax(logits));

    [Fact]
    public void Not_a_number_is_found_at_every_place_of_any_number_of_values()
    {
        for (var count = 0; count < 20; count++)
        {
            var values = Enumerable.Repeat(float.PositiveInfinity, count).Append(float.NaN).ToArray();
            Assert.False(Logits.HasNaN(ref values[0], count));
            for (var place = 0; place < count; place++)
            {
                values[place] = float.NaN;
                Assert.True(Logits.HasNaN(ref values[0], count));
                values[place] = 0;
            }
        }
    }

    [Theory]
    [InlineData(100f, 100.005f, true)]
    [InlineData(100f, 100.02f, false)]
    [InlineData(100f, float.NaN, false)]
    [InlineData(0f, 0f, true)]
    [InlineData(0f, 1e-20f, false)]
    public void Logits_agree_within_a_ten_thousandth_of_the_largest(float expected, float actual, bool agree) =>
        Assert.Equal(agree, Logits.Agree([actual, 0], [expected, 0]));

    [Fact]
    public void Bytes_and_floats_become_floats()
    {
        Assert.Equal(255f, Element.ToSingle<byte>(255));
        Assert.Equal(-1.5f, Element.ToSingle(-1.5f));
    }

    private static void AssertFound<T>(T[] inputs, float[] values)
        where T : unmanaged
    {
        var expected = Enumerable.Range(0, inputs.Length).Where(i => values[i] != 0);
        var places = new ushort[inputs.Length + NonZero.Padding];
        var count = NonZero.Find(ref inputs.Append(default).ToArray()[0], inputs.Length, ref places[0]);

        Assert.Equal(expected, places.Take(count).Select(static place => (int)place));
    }
}
