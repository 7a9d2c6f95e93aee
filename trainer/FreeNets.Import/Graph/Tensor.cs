using static FreeNets.Import.Onnx.TensorProto.Types;

namespace FreeNets.Import.Graph;

/// <summary>What a name in a graph stands for: constants, or references to what is computed for each sample.</summary>
/// <remarks>
/// <see cref="Shape"/> is what the graph sees, with a whole batch at <see cref="BatchAxis"/>; the elements are those of one sample,
/// row-major over <see cref="Extents"/>. Operators that only move elements need not know what the elements are.
/// </remarks>
internal sealed class Tensor
{
    private Tensor(DataType type, int[] shape, int batchAxis) => (Type, Shape, BatchAxis) = (type, shape, batchAxis);

    public DataType Type { get; }

    /// <summary>The sizes, those of a batch included.</summary>
    public int[] Shape { get; }

    /// <summary>The axis of a batch, or −1.</summary>
    public int BatchAxis { get; }

    /// <summary>The elements, where they are numbers.</summary>
    public double[]? Numbers { get; private init; }

    /// <summary>The elements, where they depend on the network's inputs.</summary>
    public Scalar[]? Scalars { get; private init; }

    /// <summary>The elements, where they are text.</summary>
    public string[]? Texts { get; private init; }

    public int Rank => Shape.Length;

    /// <summary>The number of elements of one sample.</summary>
    public int Count => Numbers?.Length ?? Scalars?.Length ?? Texts!.Length;

    /// <summary>The sizes of one sample: <see cref="Shape"/> with 1 at the batch axis.</summary>
    public int[] Extents => BatchAxis < 0 ? Shape : [.. Shape.Select((size, axis) => axis == BatchAxis ? 1 : size)];

    public static Tensor OfNumbers(DataType type, int[] shape, double[] numbers, int batchAxis = -1) =>
        new(type, shape, batchAxis) { Numbers = numbers };

    public static Tensor OfScalars(DataType type, int[] shape, Scalar[] scalars, int batchAxis = -1) =>
        new(type, shape, batchAxis) { Scalars = scalars };

    public static Tensor OfTexts(int[] shape, string[] texts) => new(DataType.String, shape, -1) { Texts = texts };

    /// <summary>A list of integers, such as a shape.</summary>
    public static Tensor OfInts(int[] values) =>
        OfNumbers(DataType.Int64, [values.Length], Array.ConvertAll(values, static value => (double)value));

    /// <summary>The same elements in the same order.</summary>
    public Tensor As(DataType type, int[] shape, int batchAxis) =>
        new(type, shape, batchAxis) { Numbers = Numbers, Scalars = Scalars, Texts = Texts };

    public Tensor As(DataType type) => As(type, Shape, BatchAxis);

    public Tensor As(int[] shape, int batchAxis) => As(Type, shape, batchAxis);

    /// <summary>Some of the elements, in the order given.</summary>
    /// <param name="shape">The new shape.</param>
    /// <param name="batchAxis">Its batch axis.</param>
    /// <param name="places">For each new element, the old one's place.</param>
    public Tensor Pick(int[] shape, int batchAxis, int[] places) => new(Type, shape, batchAxis)
    {
        Numbers = Of(Numbers, places),
        Scalars = Of(Scalars, places),
        Texts = Of(Texts, places),
    };

    private static T[]? Of<T>(T[]? elements, int[] places) => elements is null ? null : Array.ConvertAll(places, place => elements[place]);
}
