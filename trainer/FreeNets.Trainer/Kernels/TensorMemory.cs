using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Kernels;

/// <summary>The memory of tensors, for kernels. A span is valid while its tensor lives.</summary>
internal static class TensorMemory
{
    /// <summary>All elements of a contiguous float32 tensor in main memory, row by row.</summary>
    /// <exception cref="ArgumentException">It is another kind of tensor.</exception>
    public static Span<float> Floats(this Tensor tensor) => MemoryMarshal.Cast<byte, float>(Memory(tensor, ScalarType.Float32));

    /// <summary>All elements of a contiguous tensor of bytes in main memory, row by row.</summary>
    /// <exception cref="ArgumentException">It is another kind of tensor.</exception>
    public static Span<byte> Bytes(this Tensor tensor) => Memory(tensor, ScalarType.Byte);

    private static Span<byte> Memory(Tensor tensor, ScalarType type) =>
        tensor.dtype == type && tensor.device_type == TorchSharp.DeviceType.CPU && tensor.is_contiguous()
            ? tensor.bytes
            : throw new ArgumentException($"Expected a contiguous tensor of {type} in main memory.", nameof(tensor));
}
