using System.Globalization;
using System.Text;
using FreeNets.Benchmarks.Limits;

namespace FreeNets.Benchmarks.Wide;

/// <summary>The wide table for people, as Markdown, and for programs, as CSV with a line for each contestant.</summary>
internal static class TableText
{
    public static string Markdown(IReadOnlyList<Cell> cells, MachineLimits limits, string command)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Networks of all sizes and densities

            `{command}`, one thread, BenchmarkDotNet. Nanoseconds a sample, the fastest in bold. Networks are random, 784 inputs, 10 outputs; at 0 edges
            they are FCNNs, and ONNX Runtime's is a plain MLP. FLOPs are those of the weights there are, and of all that a dense matrix has, which ONNX
            Runtime and the loops over dense matrices multiply. The last columns are the generated code's shares of what one core did in small kernels in the same run:
            {limits.L2Bytes / 1e9:N0} GB/s read from the second cache ({limits.L1Bytes / 1e9:N0} GB/s from the first), {limits.Flops / 1e9:N0} GFLOP/s of fused multiply-adds; they count every weight,
            four bytes, once a call, so whoever skips zero inputs can exceed 100 %. All columns are in [table.csv](table.csv), allocations too.

            """);
        text.Append("\n| images | k | edges | samples | FLOPs | dense FLOPs ");
        text.AppendJoin("", cells[0].Entries.Select(static entry => $"| {entry.Name} "));
        text.Append("| L2 read, % | FMA peak, % |\n| --- ");
        text.Insert(text.Length, "| ---: ", cells[0].Entries.Count + 7).Append("|\n");
        foreach (var cell in cells)
        {
            text.Append(Line(cell, limits));
        }

        return text.ToString();
    }

    public static string Csv(IReadOnlyList<Cell> cells, MachineLimits limits)
    {
        var text = new StringBuilder("images,neurons,density,edges,samples,name,flops,nanoseconds,bytes,gflops,fma_peak_share,l2_read_share\n");
        foreach (var cell in cells)
        {
            foreach (var entry in cell.Entries)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{cell.Images},{cell.Neurons},{cell.Density},{cell.Edges},{cell.Samples},\"{entry.Name}\",{entry.Flops},{entry.Nanoseconds:F1},{entry.Bytes},{entry.Flops / entry.Nanoseconds:F2},{ShareOfFmaPeak(entry, limits):F4},{ShareOfL2(entry, cell.Samples, limits):F4}\n");
            }
        }

        return text.ToString();
    }

    private static string Line(Cell cell, MachineLimits limits)
    {
        var (ours, fastest) = (cell.Entries[0], cell.Entries.Min(static entry => entry.Nanoseconds));
        var times = cell.Entries.Select(entry =>
        {
            var mark = entry.Nanoseconds == fastest ? "**" : "";
            return string.Create(CultureInfo.InvariantCulture, $"| {mark}{entry.Nanoseconds:N0}{mark} ");
        });
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {cell.Images} | {cell.Neurons} | {cell.Density:P0} | {cell.Samples} | {ours.Flops:N0} | {cell.Entries.Max(static entry => entry.Flops):N0} {string.Concat(times)}| {100 * ShareOfL2(ours, cell.Samples, limits):N0} | {100 * ShareOfFmaPeak(ours, limits):N0} |\n");
    }

    private static double ShareOfFmaPeak(Entry entry, MachineLimits limits) => entry.Flops / entry.Nanoseconds * 1e9 / limits.Flops;

    private static double ShareOfL2(Entry entry, int samples, MachineLimits limits) =>
        entry.Flops / 2 * sizeof(float) / (entry.Nanoseconds * samples) * 1e9 / limits.L2Bytes;
}
