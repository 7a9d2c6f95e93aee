using FreeNets.Import.Graph;
using FreeNets.Import.Onnx;

namespace FreeNets.Import.Operators;

/// <summary>Operators that take tensors apart and put them together.</summary>
internal static class Selection
{
    public static IReadOnlyDictionary<string, Operator> All { get; } = new Dictionary<string, Operator>
    {
        ["Concat"] = Concat,
        ["Split"] = Split,
        ["Slice"] = Slice,
        ["Gather"] = Gather,
        ["Pad"] = Pad,
    };

    /// <summary>Tensors one after the other along an axis.</summary>
    public static Tensor Join(Call call, Tensor[] parts, int axis)
    {
        if (parts.Length == 1)
        {
            return parts[0];
        }

        if (parts.Length == 0 || parts.Any(part => part.Rank != parts[0].Rank))
        {
            throw DoNotFit();
        }

        Array.ForEach(parts, part => call.MustAgree(parts[0], part, "operand", "operand"));
        Array.ForEach(parts, part => call.MustNotBeBatch(part, axis, "joins tensors along"));

        // Along all other axes they must agree: meeting there finds the batch axis, and constants that are the same for all samples.
        var meeting = Broadcast.Of(call, Array.ConvertAll(parts, part => part.Shape[axis] == 0 ? part : Take(call, part, axis, [0])));
        if (parts.Any(part => part.Shape.Where((size, i) => i != axis && size != meeting.Shape[i]).Any()))
        {
            throw DoNotFit();
        }

        int[] shape = [.. meeting.Shape.Select((size, i) => i == axis ? parts.Sum(part => part.Shape[axis]) : size)];
        int[] extents = [.. shape.Select((size, i) => i == meeting.BatchAxis ? 1 : size)];
        var aligned = Array.ConvertAll(parts, part => Aligned(call, part, axis, meeting));
        if (parts.All(static part => part.Numbers is not null))
        {
            return Tensor.OfNumbers(
                parts[0].Type, shape, Joined(Array.ConvertAll(aligned, static part => part.Numbers!), extents, axis), meeting.BatchAxis);
        }

        return parts.All(static part => part.Texts is not null)
            ? Tensor.OfTexts(shape, Joined(Array.ConvertAll(aligned, static part => part.Texts!), extents, axis))
            : Tensor.OfScalars(parts[0].Type, shape, Joined(Array.ConvertAll(aligned, call.ScalarsOf), extents, axis), meeting.BatchAxis);

        Refusal DoNotFit() => call.Node.Refuse(
            $"shapes {string.Join(" and ", parts.Select(static part => Text.Shape(part.Shape)))} do not fit along axis {axis}");
    }

    /// <summary>A part with one row for all samples, where it lists a row for each.</summary>
    private static Tensor Aligned(Call call, Tensor part, int axis, Broadcast meeting)
    {
        var frame =
            ShapeArithmetic.Filled(call, [.. meeting.Shape.Select((size, i) => i == axis ? 1 : size)], part.Type, 0, meeting.BatchAxis);
        return part.Texts is not null ? part : part.Pick(part.Shape, meeting.BatchAxis, Broadcast.Of(call, part, frame).Places[0]);
    }

    private static T[] Joined<T>(T[][] parts, int[] extents, int axis)
    {
        var inner = Shapes.Count(extents.AsSpan(axis + 1));
        var outer = Shapes.Count(extents.AsSpan(0, axis));
        var (all, start) = (new T[Shapes.Count(extents)], 0);
        foreach (var part in parts)
        {
            var run = outer == 0 ? 0 : part.Length / outer;
            for (var o = 0; o < outer; o++)
            {
                Array.Copy(part, o * run, all, (o * extents[axis] * inner) + start, run);
            }

            start += run;
        }

        return all;
    }

    /// <summary>Some places along an axis, in the order given.</summary>
    public static Tensor Take(Call call, Tensor tensor, int axis, int[] places)
    {
        var extents = tensor.Extents;
        var inner = Shapes.Count(extents.AsSpan(axis + 1));
        var outer = Shapes.Count(extents.AsSpan(0, axis));
        var picks = new int[call.Count([outer, places.Length, inner])];
        var next = 0;
        for (var o = 0; o < outer; o++)
        {
            foreach (var place in places)
            {
                for (var i = 0; i < inner; i++)
                {
                    picks[next++] = (((o * extents[axis]) + place) * inner) + i;
                }
            }
        }

        return tensor.Pick([.. tensor.Shape.Select((size, i) => i == axis ? places.Length : size)], tensor.BatchAxis, picks);
    }

    private static Tensor[] Concat(Call call)
    {
        Tensor[] parts = [.. Enumerable.Range(0, call.InputCount).Select(call.Input)];
        return [Join(call, parts, call.Axis(call.Node.Int("axis", 1), call.Input(0).Rank))];
    }

    private static Tensor[] Split(Call call)
    {
        var x = call.Input(0);
        var axis = call.Axis(call.Node.Int("axis", 0), x.Rank);
        var sizes = call.IntsOf("split", 1, "the sizes of the parts") ?? EqualParts(call, x.Shape[axis]);
        if (sizes.Any(size => size < 0 || size > x.Shape[axis]) || sizes.Sum() != x.Shape[axis])
        {
            throw call.Node.Refuse($"parts of [{string.Join(", ", sizes)}] do not make {x.Shape[axis]}");
        }

        if (sizes.Length > 1)
        {
            call.MustNotBeBatch(x, axis, "splits");
        }

        var start = 0;
        var parts = new Tensor[sizes.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = sizes.Length == 1 ? x : Take(call, x, axis, [.. Enumerable.Range(start, (int)sizes[i])]);
            start += (int)sizes[i];
        }

        return parts;
    }

    /// <summary>As many as there are outputs; the last may be smaller.</summary>
    private static long[] EqualParts(Call call, int size)
    {
        var count = (int)call.Node.Int("num_outputs", call.Node.Outputs.Count);
        if (count <= 0 || count > call.Node.Outputs.Count)
        {
            throw call.Node.Refuse($"num_outputs is {count}, and it has {call.Node.Outputs.Count} outputs");
        }

        var part = (size + count - 1) / count;
        return [.. Enumerable.Range(0, count).Select(i => (long)Math.Clamp(size - (i * part), 0, part))];
    }

    private static Tensor[] Slice(Call call)
    {
        var x = call.Input(0);
        var starts = call.IntsOf("starts", 1, "the starts") ?? throw call.Node.Refuse("has no starts");
        var ends = call.IntsOf("ends", 2, "the ends") ?? throw call.Node.Refuse("has no ends");
        var axes = call.IntsOf("axes", 3, "the axes") ?? [.. Enumerable.Range(0, starts.Length).Select(static axis => (long)axis)];
        var steps = call.Ints(4, "the steps") ?? [.. starts.Select(static _ => 1L)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length || steps.Contains(0))
        {
            throw call.Node.Refuse("starts, ends, axes and steps do not fit each other");
        }

        for (var i = 0; i < starts.Length; i++)
        {
            var axis = call.Axis(axes[i], x.Rank);
            var places = Places(starts[i], ends[i], steps[i], x.Shape[axis]);
            if (places.Length != x.Shape[axis] || steps[i] < 0)
            {
                call.MustNotBeBatch(x, axis, "slices");
                x = Take(call, x, axis, places);
            }
        }

        return [x];
    }

    private static int[] Places(long start, long end, long step, int size)
    {
        var first = Math.Clamp(start < 0 ? start + size : start, step < 0 ? -1 : 0, step < 0 ? size - 1 : size);
        var last = Math.Clamp(end < 0 ? Math.Max(end, -size - 1L) + size : end, step < 0 ? -1 : 0, size);
        var places = new List<int>();
        for (var place = first; step > 0 ? place < last : place > last && place >= 0; place += Math.Clamp(step, -size - 1L, size + 1L))
        {
            places.Add((int)place);
        }

        return [.. places];
    }

    private static Tensor[] Gather(Call call)
    {
        var (x, indices) = (call.Input(0), call.Input(1));
        var axis = call.Axis(call.Node.Int("axis", 0), x.Rank);
        if (indices.Scalars is not null)
        {
            return [Classes.Labelled(call, x, indices)];
        }

        call.MustNotBeBatch(x, axis, "gathers along");
        int[] places = [.. call.Ints(1, "the indices")!.Select(index => call.Axis(index, x.Shape[axis]))];
        return
        [
            Take(call, x, axis, places).As(
                [.. x.Shape[..axis], .. indices.Shape, .. x.Shape[(axis + 1)..]], x.BatchAxis > axis
                    ? x.BatchAxis + indices.Rank - 1
                    : x.BatchAxis),
        ];
    }

    /// <summary>Constants around a tensor.</summary>
    private static Tensor[] Pad(Call call)
    {
        var x = call.Input(0);
        if (call.Node.String("mode", "constant") != "constant")
        {
            throw call.Node.Refuse($"mode {call.Node.String("mode", "")} is not supported");
        }

        var pads = call.IntsOf("pads", 1, "the pads") ?? throw call.Node.Refuse("has no pads");
        var value = call.Constant(2, "the value")?.Numbers is not { } values ? call.Node.Float("value", 0)
            : values is [var one] ? one : throw call.Node.Refuse("its value is not one number");
        var axes = call.Ints(3, "the axes") ?? [.. Enumerable.Range(0, x.Rank).Select(static axis => (long)axis)];
        if (pads.Length != 2 * axes.Length || pads.Any(static pad => pad is < -Shapes.MaxCount or > Shapes.MaxCount))
        {
            throw call.Node.Refuse($"has {pads.Length} pads for {axes.Length} axes");
        }

        for (var i = 0; i < axes.Length; i++)
        {
            var axis = call.Axis(axes[i], x.Rank);
            var (before, after) = ((int)pads[i], (int)pads[i + axes.Length]);
            if (before != 0 || after != 0)
            {
                call.MustNotBeBatch(x, axis, "pads");
                var kept =
                    Take(call, x, axis, [.. Enumerable.Range(0, x.Shape[axis]).Skip(-Math.Min(0, before)).SkipLast(-Math.Min(0, after))]);
                x = Join(call, [Block(before), kept, Block(after)], axis);
            }

            Tensor Block(int size)
            {
                int[] shape = [.. x.Shape.Select((extent, at) => at == axis ? Math.Max(0, size) : extent)];
                return ShapeArithmetic.Filled(call, shape, x.Type, value, x.BatchAxis);
            }
        }

        return [x];
    }
}
