using FreeNets.Import.Graph;

namespace FreeNets.Import.Operators;

/// <summary>Average pooling, which is linear, and max pooling, by max(a, b) = a + relu(b − a).</summary>
internal static class Pooling
{
    public static IReadOnlyDictionary<string, Operator> All { get; } = new Dictionary<string, Operator>
    {
        ["AveragePool"] = static call => [Average(call, Kernel(call))],
        ["GlobalAveragePool"] = static call => [Average(call, Whole(call))],
        ["MaxPool"] = static call => [Max(call, Kernel(call))],
        ["GlobalMaxPool"] = static call => [Max(call, Whole(call))],
    };

    private static int[] Kernel(Call call) =>
        ShapeArithmetic.Sized(call, call.Node.Ints("kernel_shape") ?? throw call.Node.Refuse("has no kernel_shape"));

    private static int[] Whole(Call call) =>
        call.Input(0).Shape.Length > 2 ? call.Input(0).Shape[2..] : throw call.Node.Refuse("has no spatial axes");

    private static Tensor Average(Call call, int[] kernel)
    {
        var (x, countsPads) = (call.Input(0), call.Node.Int("count_include_pad", 0) != 0);
        var windows = Windows.Of(call, x, kernel);
        var planes = Planes(call, x, windows);
        var plane = Shapes.Count(x.Shape.AsSpan(2));
        var sums = new Sums(call, x, call.Count([planes, windows.Taps.Length]));
        for (var p = 0; p < planes; p++)
        {
            for (var o = 0; o < windows.Taps.Length; o++)
            {
                foreach (var (input, _) in windows.Taps[o])
                {
                    sums.Add((p * plane) + input, 1.0 / (countsPads ? windows.Padded[o] : windows.Taps[o].Length));
                }

                sums.End();
            }
        }

        return sums.ToTensor([x.Shape[0], x.Shape[1], .. windows.Sizes], x.BatchAxis);
    }

    private static Tensor Max(Call call, int[] kernel)
    {
        var x = call.Input(0);
        var windows = Windows.Of(call, x, kernel);
        var planes = Planes(call, x, windows);
        var plane = Shapes.Count(x.Shape.AsSpan(2));
        if (windows.Taps.Any(static taps => taps.Length == 0))
        {
            throw call.Node.Refuse("a window lies in the padding alone");
        }

        call.Count([planes, windows.Taps.Length]);
        int[][] places = [
            .. Enumerable.Range(0, planes)
            .SelectMany(p => windows.Taps.Select(taps => Array.ConvertAll(taps, tap => (p * plane) + tap.Input)))];
        int[] shape = [x.Shape[0], x.Shape[1], .. windows.Sizes];
        return x.Numbers is { } numbers
            ? Tensor.OfNumbers(x.Type, shape, Array.ConvertAll(places, window => window.Max(place => numbers[place])), x.BatchAxis)
            : Tensor.OfScalars(
                x.Type, shape, Array.ConvertAll(places, window => Largest(call, Array.ConvertAll(window, place => x.Scalars![place]))),
                x.BatchAxis);
    }

    /// <summary>In pairs, so that no chain is longer than it must be.</summary>
    private static Scalar Largest(Call call, Scalar[] scalars)
    {
        while (scalars.Length > 1)
        {
            scalars = [.. scalars.Chunk(2).Select(pair => pair.Length == 1 ? pair[0] : Limits.Larger(call, pair[0], pair[1]))];
        }

        return scalars[0];
    }

    /// <summary>Samples times channels, after the edges were counted.</summary>
    private static int Planes(Call call, Tensor x, Windows windows)
    {
        var planes = x.Extents[0] * x.Shape[1];
        call.MustBeReal(x);
        call.Evaluation.Unroll(call.Node, planes * windows.Taps.Sum(static taps => (long)taps.Length));
        return planes;
    }
}
