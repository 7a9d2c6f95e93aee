using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FreeNets.Import.Graph;
using static FreeNets.Import.Onnx.TensorProto.Types;

namespace FreeNets.Import.Onnx;

/// <summary>Constants of a file, whatever type they are stored in and wherever they lie, as float64.</summary>
internal sealed class TensorReader(ExternalData external)
{
    /// <summary>The constant that a file stores.</summary>
    /// <exception cref="Refusal">It is damaged, or of a type that no network of ours can hold.</exception>
    public Tensor Read(TensorProto proto)
    {
        var type = (DataType)proto.DataType;
        var shape = ShapeOf(proto, proto.Dims);
        var count = Shapes.Count(shape);
        if (type == DataType.String)
        {
            var texts = proto.StringData.Select(static text => text.ToStringUtf8()).ToArray();
            return texts.Length == count
                ? Tensor.OfTexts(shape, texts)
                : throw Fault(proto, $"it has {texts.Length} elements, and its shape calls for {count}");
        }

        var size = Elements.SizeOf(type);
        return size == 0
            ? throw Fault(proto, $"elements of type {Elements.NameOf(type)} are not supported")
            : Tensor.OfNumbers(type, shape, Numbers(proto, type, count, size));
    }

    /// <summary>Whether a constant lies in another file.</summary>
    public static bool IsExternal(TensorProto proto) => proto.DataLocation == DataLocation.External;

    /// <summary>How many elements it has, if all is well with it.</summary>
    public static int CountOf(TensorProto proto) => Shapes.Count(ShapeOf(proto, proto.Dims));

    /// <summary>A constant of which only the elements that are not 0 are stored.</summary>
    public Tensor Read(SparseTensorProto proto)
    {
        var (values, indices) = (Read(proto.Values), Read(proto.Indices));
        var shape = ShapeOf(proto.Values, proto.Dims);
        var count = Shapes.Count(shape);
        var numbers = Room.Allows(values.Count, count)
            ? new double[count]
            : throw Fault(proto.Values, $"it stores {values.Count} numbers of {count}; that is too few");
        var strides = Shapes.Strides(shape);
        for (var i = 0; i < values.Count; i++)
        {
            var place = 0.0;
            for (var axis = 0; axis < (indices.Rank == 2 ? shape.Length : 1); axis++)
            {
                place += indices.Rank == 2 ? indices.Numbers![(i * shape.Length) + axis] * strides[axis] : indices.Numbers![i];
            }

            if (!(place >= 0 && place < numbers.Length))
            {
                throw Fault(proto.Values, "an index of the sparse tensor leads outside it");
            }

            numbers[(int)place] = values.Numbers![i];
        }

        return Tensor.OfNumbers(values.Type, shape, numbers);
    }

    private static int[] ShapeOf(TensorProto proto, IEnumerable<long> dims)
    {
        var shape = dims.ToArray();
        return shape.Any(static dim => dim is < 0 or > Shapes.MaxCount)
            || shape.Aggregate(1.0, static (product, dim) => product * dim) > Shapes.MaxCount
            ? throw Fault(proto, $"its shape [{string.Join(", ", shape)}] has more than {Shapes.MaxCount} elements, or a negative size")
            : Array.ConvertAll(shape, static dim => (int)dim);
    }

    private double[] Numbers(TensorProto proto, DataType type, int count, int size)
    {
        if (IsExternal(proto))
        {
            return Raw(external.Read(proto, (long)count * size), type, count, size);
        }

        if (proto.HasRawData)
        {
            return proto.RawData.Length == (long)count * size
                ? Raw(proto.RawData.Span, type, count, size)
                : throw Fault(proto, $"it has {proto.RawData.Length} bytes, and its shape calls for {(long)count * size}");
        }

        var numbers = Listed(proto, type);
        return numbers.Length == count ? numbers : throw Fault(proto, $"it has {numbers.Length} elements, and its shape calls for {count}");
    }

    private static double[] Listed(TensorProto proto, DataType type) => type switch
    {
        DataType.Float => [.. proto.FloatData.Select(static value => (double)value)],
        DataType.Double => [.. proto.DoubleData],
        DataType.Int64 => [.. proto.Int64Data.Select(static value => (double)value)],
        DataType.Uint32 or DataType.Uint64 => [.. proto.Uint64Data.Select(static value => (double)value)],
        DataType.Float16 => [.. proto.Int32Data.Select(static value => (double)BitConverter.UInt16BitsToHalf((ushort)value))],
        DataType.Bfloat16 => [.. proto.Int32Data.Select(static value => (double)BitConverter.Int32BitsToSingle(value << 16))],
        _ => [.. proto.Int32Data.Select(static value => (double)value)],
    };

    private static double[] Raw(ReadOnlySpan<byte> bytes, DataType type, int count, int size)
    {
        var numbers = new double[count];
        if (type == DataType.Float && BitConverter.IsLittleEndian)
        {
            var floats = MemoryMarshal.Cast<byte, float>(bytes);
            for (var i = 0; i < count; i++)
            {
                numbers[i] = floats[i];
            }

            return numbers;
        }

        for (var i = 0; i < count; i++)
        {
            var element = bytes.Slice(i * size, size);
            numbers[i] = type switch
            {
                DataType.Float => BinaryPrimitives.ReadSingleLittleEndian(element),
                DataType.Double => BinaryPrimitives.ReadDoubleLittleEndian(element),
                DataType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(element),
                DataType.Uint64 => BinaryPrimitives.ReadUInt64LittleEndian(element),
                DataType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(element),
                DataType.Uint32 => BinaryPrimitives.ReadUInt32LittleEndian(element),
                DataType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(element),
                DataType.Uint16 => BinaryPrimitives.ReadUInt16LittleEndian(element),
                DataType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(element),
                DataType.Bfloat16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(element) << 16),
                DataType.Int8 => (sbyte)element[0],
                _ => element[0],
            };
        }

        return numbers;
    }

    private static Refusal Fault(TensorProto proto, string reason) => new($"tensor '{Text.Shown(proto.Name)}': {reason}");
}
