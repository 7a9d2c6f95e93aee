namespace FreeNets.Import.Graph;

/// <summary>Sizes of tensors, row-major.</summary>
internal static class Shapes
{
    /// <summary>The most elements a tensor may have: beyond, memory gives way before any network of ours could.</summary>
    public const int MaxCount = 1 << 26;

    /// <summary>The number of elements. Sizes beside one of 0 are limited too: operators multiply some of them.</summary>
    /// <exception cref="Refusal">There are too many elements.</exception>
    public static int Count(ReadOnlySpan<int> shape)
    {
        var count = 1L;
        foreach (var size in shape)
        {
            count *= Math.Max(1, size);
            if (count > MaxCount)
            {
                throw new Refusal($"a tensor of shape {Onnx.Text.Shape(shape.ToArray())} has more than {MaxCount} elements");
            }
        }

        return shape.Contains(0) ? 0 : (int)count;
    }

    /// <summary>The product of sizes that may stand for a whole batch, and so is never stored.</summary>
    public static long Product(ReadOnlySpan<int> shape)
    {
        var product = 1L;
        foreach (var size in shape)
        {
            product *= size;
        }

        return product;
    }

    /// <summary>For each axis, how far apart neighbours on it lie.</summary>
    public static int[] Strides(ReadOnlySpan<int> shape)
    {
        var strides = new int[shape.Length];
        for (var (axis, stride) = (shape.Length - 1, 1); axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }

    /// <summary>Where the elements of a new shape come from: start + Σ index · stride, in row-major order of the new shape.</summary>
    public static int[] Walk(ReadOnlySpan<int> shape, ReadOnlySpan<int> strides, int start = 0)
    {
        var places = new int[Count(shape)];
        var index = new int[shape.Length];
        for (var (i, place) = (0, start); i < places.Length; i++)
        {
            places[i] = place;
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                place += strides[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                place -= index[axis] * strides[axis];
                index[axis] = 0;
            }
        }

        return places;
    }
}
