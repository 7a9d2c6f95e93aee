using FreeNets.Import.Graph;

namespace FreeNets.Import.Operators;

/// <summary>Which places of an input each place of an output looks at, in convolutions and pooling.</summary>
/// <param name="Sizes">The spatial sizes of the output.</param>
/// <param name="Taps">For each spatial place of the output, the places of the input and of the kernel that meet.</param>
/// <param name="Padded">For each spatial place of the output, how many places of the padded input its window has.</param>
internal sealed record Windows(int[] Sizes, (int Input, int Kernel)[][] Taps, int[] Padded)
{
    /// <exception cref="Refusal">The attributes do not fit each other.</exception>
    public static Windows Of(Call call, Tensor x, int[] kernel)
    {
        var rank = x.Rank - 2;
        if (rank < 1 || kernel.Length != rank || kernel.Any(static size => size < 1))
        {
            throw call.Node.Refuse(
                $"a kernel of shape {Onnx.Text.Shape(kernel)} does not fit an input of shape {Onnx.Text.Shape(x.Shape)}");
        }

        if (x.BatchAxis > 0)
        {
            throw call.Node.Mixes($"the batch is axis {x.BatchAxis}, not 0");
        }

        var (strides, dilations) = (Spatial(call, "strides", rank), Spatial(call, "dilations", rank));
        var axes = new Axis[rank];
        for (var i = 0; i < rank; i++)
        {
            axes[i] = Axis.Of(call, i, rank, x.Shape[i + 2], kernel[i], strides[i], dilations[i]);
        }

        call.Count([.. axes.Select(static axis => axis.Output), .. kernel]);
        return Meet(x.Shape[2..], kernel, axes);
    }

    private static int[] Spatial(Call call, string name, int rank)
    {
        var values = call.Node.Ints(name) ?? [.. Enumerable.Repeat(1L, rank)];
        return values.Length == rank && values.All(static value => value is >= 1 and <= Shapes.MaxCount)
            ? Array.ConvertAll(values, static value => (int)value)
            : throw call.Node.Refuse($"{name} [{string.Join(", ", values)}] do not fit {rank} axes");
    }

    private static Windows Meet(int[] input, int[] kernel, Axis[] axes)
    {
        int[] sizes = [.. axes.Select(static axis => axis.Output)];
        var (inputStrides, kernelStrides, outputStrides) = (Shapes.Strides(input), Shapes.Strides(kernel), Shapes.Strides(sizes));
        var (count, kernelCount) = (Shapes.Count(sizes), Shapes.Count(kernel));
        var (taps, padded) = (new (int, int)[count][], new int[count]);
        for (var o = 0; o < count; o++)
        {
            var met = new List<(int, int)>();
            for (var k = 0; k < kernelCount; k++)
            {
                var (place, isInside, isPadded) = (0, true, true);
                for (var i = 0; i < axes.Length; i++)
                {
                    var at = axes[i].At(o / outputStrides[i] % sizes[i], k / kernelStrides[i] % kernel[i]);
                    isInside &= at >= 0 && at < input[i];
                    isPadded &= at >= -axes[i].Before && at < input[i] + axes[i].After;
                    place += at * inputStrides[i];
                }

                padded[o] += isPadded ? 1 : 0;
                if (isInside)
                {
                    met.Add((place, k));
                }
            }

            taps[o] = [.. met];
        }

        return new Windows(sizes, taps, padded);
    }

    private readonly record struct Axis(int Output, int Stride, int Dilation, int Before, int After)
    {
        public static Axis Of(Call call, int i, int rank, int input, int kernel, int stride, int dilation)
        {
            var reach = (((long)kernel - 1) * dilation) + 1;
            var automatic = call.Node.String("auto_pad", "NOTSET");
            var pads = call.Node.Ints("pads") ?? new long[2 * rank];
            if (pads.Length != 2 * rank || pads.Any(static pad => pad is < 0 or > Shapes.MaxCount))
            {
                throw call.Node.Refuse($"pads [{string.Join(", ", pads)}] do not fit {rank} axes");
            }

            if (automatic is "SAME_UPPER" or "SAME_LOWER")
            {
                var wanted = (input + stride - 1) / stride;
                var total = Math.Max(0, ((wanted - 1L) * stride) + reach - input);
                var before = automatic == "SAME_UPPER" ? total / 2 : total - (total / 2);
                return new Axis(wanted, stride, dilation, (int)before, (int)(total - before));
            }

            var (first, last) = automatic == "VALID" ? (0, 0) : ((int)pads[i], (int)pads[i + rank]);
            var room = input + (long)first + last - reach;
            var rounding = call.Node.Int("ceil_mode", 0) != 0 ? stride - 1 : 0;
            var output = room < 0
                ? throw call.Node.Refuse("the kernel is larger than the padded input")
                : (int)((room + rounding) / stride) + 1;

            // A window that would start behind the input and its padding before is none.
            output -= rounding > 0 && (long)(output - 1) * stride >= input + (long)first ? 1 : 0;
            return new Axis(output, stride, dilation, first, last);
        }

        public int At(int output, int kernel) => (output * Stride) - Before + (kernel * Dilation);
    }
}
