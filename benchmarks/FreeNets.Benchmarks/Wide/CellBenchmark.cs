using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using FreeNets.Benchmarks.Timing;
using Perfolizer.Horology;

namespace FreeNets.Benchmarks.Wide;

/// <summary>
/// BenchmarkDotNet on workloads that exist in this process only: networks are compiled here, so it must measure here. It runs one net
/// at a time, so that no other is in memory.
/// </summary>
public class CellBenchmark
{
    private static readonly IConfig s_config = ManualConfig.CreateEmpty()
        .AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.DontLogOutput)
            .WithIterationTime(TimeInterval.FromMilliseconds(30))
            .WithWarmupCount(2)
            .WithIterationCount(9)
            .WithUnrollFactor(1)
            .WithGcForce(false))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddLogger(NullLogger.Instance)
        .WithOptions(ConfigOptions.DisableLogFile);

    private static IReadOnlyList<Workload> s_workloads = [];

    private Workload _workload = null!;

    /// <summary>All workloads by number.</summary>
    public static IEnumerable<int> Numbers => Enumerable.Range(0, s_workloads.Count);

    /// <summary>The workload that runs.</summary>
    [ParamsSource(nameof(Numbers))]
    public int Number { get; set; }

    [GlobalSetup]
    public void Select() => _workload = s_workloads[Number];

    [Benchmark]
    public void Call() => _workload.Run(1);

    /// <summary>Median nanoseconds and allocated bytes a call, one pair a workload.</summary>
    /// <exception cref="InvalidOperationException">BenchmarkDotNet measured nothing.</exception>
    internal static IReadOnlyList<(double Nanoseconds, long Bytes)> Measure(IReadOnlyList<Workload> workloads)
    {
        s_workloads = workloads;
        var summary = BenchmarkRunner.Run<CellBenchmark>(s_config);
        s_workloads = [];
        var results = summary.Reports.ToDictionary(
            static report => (int)report.BenchmarkCase.Parameters[nameof(Number)],
            static report => (report.ResultStatistics?.Median, report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase)));
        return
        [
            .. workloads.Select((workload, number) => results.GetValueOrDefault(number) is ({ } median, var bytes)
                ? (median, bytes ?? 0)
                : throw new InvalidOperationException($"BenchmarkDotNet did not measure {workload.Name}.")),
        ];
    }
}
