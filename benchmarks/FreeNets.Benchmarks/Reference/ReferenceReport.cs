using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using FreeNets.Benchmarks.Limits;
using FreeNets.Benchmarks.Peers.C;
using FreeNets.Benchmarks.Results;
using FreeNets.Model;

namespace FreeNets.Benchmarks.Reference;

/// <summary>A run as Markdown.</summary>
internal static class ReferenceReport
{
    public static string Introduction(ReferenceRun run, string command)
    {
        var (net, images, sparse) = (run.Net, run.Images, run.SparseImages);
        var missing = Target.OfBench.Where(target => run.Rows.All(row => row.Id != target.Id))
            .Select(static target => $"`{target.Id}`")
            .ToArray();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Generated code beside its peers

            `{command}`, one run, one thread. A ratio is the median over rounds in which everyone had a turn.

            - Network: {net.Inputs}-{net.Neurons}-{net.Outputs}, {net.Edges.Count:N0} of {Ncg.MaxEdgesOf(net.Neurons):N0} edges.
            - Images: {images.Name}, {images.Density:P0} of the pixels not zero; {sparse.Name} ({sparse.Density:P0}) with a network trained on them for `{Target.OneFreeNetOrtMnist}`.
            - Machine: {Processor()}, {MachineLimits.IsaName}; {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}.
            - C: {(Clang.Version is { } clang ? $"{clang}, `{Clang.Flags}`" : Clang.Missing)}.

            """);
        if (missing.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"- Not measured: {string.Join(", ", missing)}.\n");
        }

        return text.ToString();
    }

    public static string Details(ReferenceRun run)
    {
        var text = new StringBuilder();
        text.Append("## Times\n\n");
        text.Append("Nanoseconds a sample, on the same images, by samples a call. FLOPs are those of the weights that are multiplied.\n\n");
        text.Append("| | FLOPs ");
        foreach (var column in run.Columns)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {column.Images.Name}, {column.Round.Samples} ");
        }

        text.Append("| L2 read, one sample, % | FMA peak, 256, % |\n| --- ");
        text.Insert(text.Length, "| ---: ", run.Columns.Count + 3).Append("|\n");
        for (var i = 0; i < run.Columns[0].Contestants.Count; i++)
        {
            text.Append(Line(run, i));
        }

        text.Append(CultureInfo.InvariantCulture, $"""

            The last columns are shares of what one core did in the same run in small kernels: {run.Limits.L2Bytes / 1e9:N0} GB/s read from the second cache
            ({run.Limits.L1Bytes / 1e9:N0} GB/s from the first), {run.Limits.Flops / 1e9:N0} GFLOP/s of fused multiply-adds in registers. They count every weight once; whoever skips
            zero inputs does less than that.

            `./build.sh table` writes other sizes and densities to `table.md` beside this page.

            ## First call

            | from a model in memory to its first answer | ms |
            | --- | ---: |

            """);
        foreach (var (what, milliseconds) in run.FirstCalls)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {what} | {milliseconds:N1} |\n");
        }

        return text.ToString();
    }

    private static string Line(ReferenceRun run, int contestant)
    {
        var (first, large) = (run.Columns[0], run.Columns[2]);
        var who = first.Contestants[contestant];
        var times = run.Columns.Select(column => string.Create(
            CultureInfo.InvariantCulture, $"| {column.Round.NanosecondsASample(column.Contestants[contestant]):N0} "));
        var bytes = who.Flops / 2 * who.BytesAWeight;
        var l2 = bytes / first.Round.NanosecondsASample(who) * 1e9 / run.Limits.L2Bytes;
        var peak = large.Round.ShareOfFmaPeak(who);
        return string.Create(
            CultureInfo.InvariantCulture, $"| {who.Name} | {who.Flops:N0} {string.Concat(times)}| {100 * l2:N0} | {100 * peak:N0} |\n");
    }

    private static string Processor()
    {
        const string Key = "model name";
        var line = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(static line => line.StartsWith(Key, StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
