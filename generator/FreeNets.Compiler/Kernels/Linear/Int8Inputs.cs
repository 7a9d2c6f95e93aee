using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>
/// What kernels over integers share: samples as bytes and, where zeros are skipped, a list of the groups that are not all zero.
/// </summary>
internal static class Int8Inputs
{
    private const string Helpers = "global::FreeNets.Runtime.Int8";

    /// <summary>The inputs as a kernel's parameters.</summary>
    public static string Parameters(bool skips) => skips ? "ref byte x, ref int groups, nint count" : "ref byte x";

    /// <summary>The inputs as a kernel's arguments.</summary>
    public static string Arguments(bool skips) => skips ? "ref bytes, ref groups, count" : "ref bytes";

    /// <summary>The statements that take samples of type T at x as bytes, and list groups where zeros are skipped.</summary>
    public static IEnumerable<string> Prepare(Int8Layout layout, int samples, bool skips)
    {
        var (inputs, length) = (layout.Stage.Width, samples * layout.SampleBytes);
        yield return "System::Span<byte> room = stackalloc "
            + $"byte[{(inputs < Int8Layout.Span ? $"{length}" : $"typeof(T) == typeof(byte) ? 0 : {length}")}];";
        yield return $"ref byte bytes = ref {Helpers}.Bytes(ref x, {samples}, {inputs}, room);";
        if (skips)
        {
            yield return $"System::Span<int> list = stackalloc int[{layout.WholeGroups + 1}];";
            yield return "ref int groups = ref Interop::MemoryMarshal.GetReference(list);";
            yield return $"nint count = {Helpers}.NonZeroGroups(ref bytes, {layout.WholeGroups}, ref groups);";
        }
    }

    /// <summary>The statement that puts NaN where floats had it: bytes have none.</summary>
    public static string PutNaN(Int8Layout layout, StateLayout state, int samples) =>
        $"{Helpers}.PutNaN(ref x, {samples}, {layout.Stage.Width}, ref z, {layout.Stage.Rows}, {state.Length});";

    /// <summary>Bytes of both.</summary>
    public static long StackBytes(Int8Layout layout, int samples, bool skips) =>
        ((long)samples * layout.SampleBytes) + (skips ? sizeof(int) * (layout.WholeGroups + 1) : 0);
}
