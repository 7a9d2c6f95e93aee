using static FreeNets.Import.Onnx.TensorProto.Types;

namespace FreeNets.Import.Onnx;

/// <summary>The types that tensors' elements may have.</summary>
internal static class Elements
{
    /// <summary>float, int64, …: as ONNX spells it.</summary>
    public static string NameOf(DataType type) => type.ToString().ToLowerInvariant();

    public static bool IsInteger(DataType type) => type is DataType.Int8 or DataType.Int16 or DataType.Int32 or DataType.Int64
        or DataType.Uint8 or DataType.Uint16 or DataType.Uint32 or DataType.Uint64;

    /// <summary>What sums and products of activations can be: float32 code stands for double too.</summary>
    public static bool IsReal(DataType type) => type is DataType.Float or DataType.Double;

    public static bool IsHalf(DataType type) => type is DataType.Float16 or DataType.Bfloat16;

    /// <summary>Bytes of an element in raw data, or 0 where elements of the type are not read.</summary>
    public static int SizeOf(DataType type) => type switch
    {
        DataType.Bool or DataType.Int8 or DataType.Uint8 => 1,
        DataType.Float16 or DataType.Bfloat16 or DataType.Int16 or DataType.Uint16 => 2,
        DataType.Float or DataType.Int32 or DataType.Uint32 => 4,
        DataType.Double or DataType.Int64 or DataType.Uint64 => 8,
        _ => 0,
    };
}
