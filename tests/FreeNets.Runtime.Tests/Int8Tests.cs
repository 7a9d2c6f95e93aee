using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FreeNets.Runtime.Tests;

public class Int8Tests
{
    [Fact]
    public void Sums_of_four_products_are_exact_at_the_largest_values()
    {
        foreach (var sign in new[] { 1, -1 })
        {
            var x = Enumerable.Repeat((byte)255, 16).ToArray();
            var w = Enumerable.Repeat((sbyte)(sign * 64), 16).ToArray();
            AssertSums(x, w);
        }
    }

    [Fact]
    public void Sums_of_four_products_are_those_of_plain_numbers()
    {
        var random = new Random(1);
        for (var turn = 0; turn < 100; turn++)
        {
            var x = Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256)).ToArray();
            AssertSums(x, [.. Enumerable.Range(0, 16).Select(_ => (sbyte)random.Next(-64, 65))]);
        }
    }

    [Fact]
    public void Groups_of_inputs_that_are_all_zero_are_left_out()
    {
        var x = new byte[5 * 16];
        (x[16], x[47], x[64]) = (1, 255, 7);
        var groups = new int[5];
        var count = Int8.NonZeroGroups(ref x[0], 5, ref groups[0]);
        Assert.Equal(Int8.IsShifted ? [0, 1, 2, 3, 4] : [1, 2, 4], groups[..count]);
    }

    [Fact]
    public void Floats_become_the_nearest_bytes_and_short_samples_get_room()
    {
        float[] x = [-1, 0.4f, 0.6f, 254.4f, 300, float.NaN];
        var room = new byte[2 * 16];
        ref var bytes = ref Int8.Bytes(ref x[0], 2, 3, room);
        Assert.True(System.Runtime.CompilerServices.Unsafe.AreSame(ref bytes, ref room[0]));
        Assert.Equal([0, 0, 1, 254, 255, 0], (byte[])[.. room[..3], .. room[16..19]]);

        var long16 = new byte[16];
        Assert.True(System.Runtime.CompilerServices.Unsafe.AreSame(ref long16[0], ref Int8.Bytes(ref long16[0], 1, 16, [])));
    }

    [Fact]
    public void Bytes_are_picked_by_their_places_with_and_without_the_newer_instructions()
    {
        var random = new Random(2);
        var (inputs, picks) = (new byte[128], new byte[64]);
        random.NextBytes(inputs);
        for (var i = 0; i < picks.Length; i++)
        {
            picks[i] = (byte)random.Next(128);
        }

        if (Avx512BW.IsSupported)
        {
            var expected = Vector512.Create(Array.ConvertAll(picks, pick => inputs[pick]));
            var (low, high, places) = (Vector512.Create(inputs), Vector512.Create(inputs, 64), Vector512.Create(picks));
            Assert.Equal(expected, Int8.Pick(low, places, high));
            Assert.Equal(expected, Int8.PickWords(low, places, high));

            var near = places & Vector512.Create((byte)63);
            Assert.Equal(Vector512.Create(Array.ConvertAll(picks, pick => inputs[pick & 63])), Int8.Pick(low, near));
        }
    }

    /// <summary>Four neurons over four inputs, by every width; 128-bit operands may be shifted, and then so are the sums.</summary>
    private static void AssertSums(byte[] x, sbyte[] w)
    {
        var weights = new sbyte[64];
        for (var i = 0; i < 64; i++)
        {
            // [4 groups of inputs, 4 neurons, 4 inputs]; neurons differ in sign and group.
            weights[i] = (sbyte)(i / 4 % 2 == 0 ? w[(i + (i / 16)) % 16] : -w[(i + (i / 16)) % 16]);
        }

        var expected = new int[4];
        for (var i = 0; i < 64; i++)
        {
            expected[i / 4 % 4] += x[(i / 16 * 4) + (i % 4)] * weights[i];
        }

        var sum = Vector128<int>.Zero;
        for (var group = 0; group < 4; group++)
        {
            sum = Int8.Add(sum, Int8.Operand128(ref x[4 * group]), Vector128.LoadUnsafe(ref weights[16 * group]));
        }

        for (var neuron = 0; neuron < 4; neuron++)
        {
            var shift = Int8.IsShifted ? 128 * Enumerable.Range(0, 64).Where(i => i / 4 % 4 == neuron).Sum(i => weights[i]) : 0;
            Assert.Equal(expected[neuron], sum[neuron] + shift);
        }

        if (Avx2.IsSupported)
        {
            var low = Int8.Add(Vector256<int>.Zero, Int8.Operand256(ref x[0]), Vector256.LoadUnsafe(ref weights[0]));
            var both = Int8.Add(low, Int8.Operand256(ref x[8]), Vector256.LoadUnsafe(ref weights[32]));
            Assert.Equal(Vector256.Create([.. expected, 0, 0, 0, 0]), Int8.Join(both, Vector256<int>.Zero));
            Assert.Equal(Vector256.Create([0, 0, 0, 0, .. expected]), Int8.Join(Vector256<int>.Zero, both));
        }

        if (Avx512F.IsSupported)
        {
            var all = Int8.Add(Vector512<int>.Zero, Int8.Operand512(ref x[0]), Vector512.LoadUnsafe(ref weights[0]));
            var zero = Vector512<int>.Zero;
            Assert.Equal(Vector512.Create([0, 0, 0, 0, .. expected, 0, 0, 0, 0, 0, 0, 0, 0]), Int8.Join(zero, all, zero, zero));
            Assert.Equal(Vector512.Create([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. expected]), Int8.Join(zero, zero, zero, all));
        }
    }
}
