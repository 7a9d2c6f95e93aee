using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using FreeNets.Benchmarks.Timing;

namespace FreeNets.Benchmarks.Limits;

/// <summary>What one core of this machine can do at most, measured.</summary>
/// <param name="Flops">FLOPs a second of fused multiply-adds on float32 in registers.</param>
/// <param name="L1Bytes">Bytes a second read from the first cache.</param>
/// <param name="L2Bytes">Bytes a second read from the second cache.</param>
internal sealed record MachineLimits(double Flops, double L1Bytes, double L2Bytes)
{
    private const int CacheLine = 64;
    private const int Passes = 16;
    private const int L1Floats = 16 * 1_024 / sizeof(float);
    private const int L2Floats = 384 * 1_024 / sizeof(float);

    /// <summary>The widest family of generated code that this machine runs, as the generated classes call it.</summary>
    public static string Isa => Avx512F.IsSupported ? "Avx512" : Fma.IsSupported && Avx2.IsSupported ? "Avx2" : "Vector128";

    /// <summary>Its name for people.</summary>
    public static string IsaName => Isa switch { "Avx512" => "AVX-512", "Avx2" => "AVX2", _ => "128-bit vectors" };

    /// <summary>Lanes of float32.</summary>
    public static int Lanes => Isa switch { "Avx512" => 16, "Avx2" => 8, _ => 4 };

    /// <summary>FLOPs of one pass of <see cref="FmaWork"/>.</summary>
    public static double FlopsOfFmaWork => 2.0 * Lanes * FmaPeak.Sums * FmaPeak.Steps;

    /// <summary>Nothing but fused multiply-adds.</summary>
    public static Workload FmaWork() => new("FMA peak", static count =>
    {
        for (var i = 0; i < count; i++)
        {
            FmaPeak.Run();
        }
    });

    public static MachineLimits Measure()
    {
        var timings = Interleaved.Time([FmaWork(), ReadWork("L1", L1Floats), ReadWork("L2", L2Floats)]);
        return new MachineLimits(
            FlopsOfFmaWork / timings.Nanoseconds(0) * 1e9,
            Passes * L1Floats * sizeof(float) / timings.Nanoseconds(1) * 1e9,
            Passes * L2Floats * sizeof(float) / timings.Nanoseconds(2) * 1e9);
    }

    private static Workload ReadWork(string name, int floats)
    {
        // Pinned, so that it stays where no vector crosses a cache line.
        var data = GC.AllocateArray<float>(floats + CacheLine / sizeof(float), pinned: true);

        // Written to, since the pages of untouched memory are all one page of zeros.
        data.AsSpan().Fill(1);
        var offset = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(data, 0) & (CacheLine - 1)) / sizeof(float);
        return new Workload(name, count =>
        {
            for (var i = 0; i < count; i++)
            {
                ReadBandwidth.Run(data.AsSpan(offset, floats), Passes);
            }
        });
    }
}
