using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FreeNets.Fuzz.Hostile;

/// <summary>
/// The time that this thread has computed, whatever else the machine does; the clock on the wall where the system does not tell.
/// </summary>
internal static class ThreadTime
{
    private const int ThreadCpu = 3;

    public static TimeSpan Now => OperatingSystem.IsLinux() && clock_gettime(ThreadCpu, out var time) == 0
        ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick)
        : Stopwatch.GetElapsedTime(0);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, out Time time);

    private readonly record struct Time(long Seconds, long Nanoseconds);
}
