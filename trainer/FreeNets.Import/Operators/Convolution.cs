using FreeNets.Import.Graph;

namespace FreeNets.Import.Operators;

/// <summary>Convolutions as sparse linear maps.</summary>
internal static class Convolution
{
    public static IReadOnlyDictionary<string, Operator> All { get; } = new Dictionary<string, Operator>
    {
        ["Conv"] = Conv,
    };

    private static Tensor[] Conv(Call call)
    {
        var (x, weights) = (call.Input(0), call.Constant(1, "its kernel") ?? throw call.Node.Refuse("has no kernel"));
        call.MustAgree(x, weights, "input", "weights");
        call.MustBeReal(x);
        var groups = call.Node.Int("group", 1);
        if (weights.Rank != x.Rank
            || x.Rank < 3
            || groups is < 1 or > Shapes.MaxCount
            || weights.Shape[1] * groups != x.Shape[1]
            || weights.Shape[0] % groups != 0)
        {
            throw call.Node.Refuse($"a kernel of shape {Onnx.Text.Shape(weights.Shape)} in {groups} groups does not fit an input of shape "
                + $"{Onnx.Text.Shape(x.Shape)}");
        }

        var windows = Windows.Of(call, x, weights.Shape[2..]);
        var bias = call.Constant(2, "its bias");
        if (bias is not null && bias.Count != weights.Shape[0])
        {
            throw call.Node.Refuse($"it has {bias.Count} biases for {weights.Shape[0]} channels");
        }

        call.Evaluation.Unroll(
            call.Node, x.Extents[0] * weights.Shape[0] * (long)weights.Shape[1] * windows.Taps.Sum(static taps => (long)taps.Length));
        return [Fill(call, x, weights, bias, windows, weights.Shape[0] / (int)groups)];
    }

    private static Tensor Fill(Call call, Tensor x, Tensor weights, Tensor? bias, Windows windows, int channelsPerGroup)
    {
        var (samples, channels, perGroup) = (x.Extents[0], weights.Shape[0], weights.Shape[1]);
        var (plane, kernel) = (Shapes.Count(x.Shape.AsSpan(2)), Shapes.Count(weights.Shape.AsSpan(2)));
        var sums = new Sums(call, x, call.Count([samples, channels, windows.Taps.Length]));
        for (var sample = 0; sample < samples; sample++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                var first = (sample * x.Shape[1]) + (channel / channelsPerGroup * perGroup);
                foreach (var taps in windows.Taps)
                {
                    for (var c = 0; c < perGroup; c++)
                    {
                        foreach (var (input, tap) in taps)
                        {
                            sums.Add(((first + c) * plane) + input, weights.Numbers![(((channel * perGroup) + c) * kernel) + tap]);
                        }
                    }

                    sums.End(bias?.Numbers![channel] ?? 0);
                }
            }
        }

        return sums.ToTensor([x.Shape[0], channels, .. windows.Sizes], x.BatchAxis);
    }
}
