using System.Globalization;
using System.Text;

namespace FreeNets.Benchmarks.Wide;

/// <summary>The wide table for people, as Markdown: a section for each number of neurons.</summary>
internal static class TableText
{
    private const string Ours = "generated";

    public static string Markdown(IReadOnlyList<TableRow> rows)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Networks of all sizes and densities

            `./build.sh bench`, one thread, BenchmarkDotNet. Nanoseconds a sample, the fastest in bold. Networks are random, of 784 inputs and 10 outputs;
            at 0 % of the edges they are FCNNs, which for ONNX Runtime are plain MLPs. Each was measured by `./build.sh table -k … --edges …`, everyone
            in the same process.

            *FLOPs* are those of the weights that are not zero, *all edges* those of a dense graph, which ONNX Runtime and the C# loops over dense
            matrices multiply. The last columns are the shares that the generated code reached of what small kernels did on the same core in the same
            process: {Range(rows, static row => row.L2Gbytes)} GB/s read from the second cache, {Range(rows, static row => row.PeakGflops)} GFLOP/s of fused multiply-adds. They count every weight once a
            call, four bytes each, so whoever skips zero inputs can exceed 100 %. [table.csv](table.csv) has FLOPs, shares and allocations of everyone.

            """);
        foreach (var size in rows.GroupBy(static row => row.Neurons))
        {
            AppendSize(text, size.Key, [.. size]);
        }

        return text.ToString();
    }

    private static void AppendSize(StringBuilder text, int neurons, IReadOnlyList<TableRow> rows)
    {
        var names = rows.Select(static row => row.Name)
            .Distinct()
            .OrderByDescending(static name => name.StartsWith(Ours, StringComparison.Ordinal))
            .ToArray();
        text.Append(CultureInfo.InvariantCulture, $"\n## k = {neurons:N0}\n\n| edges, % | images | samples | FLOPs | all edges ");
        text.AppendJoin("", names.Select(static name => $"| {name} "));
        text.Append("| L2 read, % | FMA peak, % |\n| ---: | --- ");
        text.Insert(text.Length, "| ---: ", names.Length + 5).Append("|\n");
        foreach (var cell in rows.GroupBy(static row => (row.Density, row.Images, row.Samples)))
        {
            text.Append(Line([.. cell], names));
        }
    }

    private static string Line(IReadOnlyList<TableRow> cell, IReadOnlyList<string> names)
    {
        var (ours, fastest) = (cell.First(static row => row.Name == Ours), cell.Min(static row => row.Nanoseconds));
        var times = names.Select(name => cell.FirstOrDefault(row => row.Name == name) switch
        {
            null => "| ",
            var row when row.Nanoseconds == fastest => string.Create(CultureInfo.InvariantCulture, $"| **{row.Nanoseconds:N0}** "),
            var row => string.Create(CultureInfo.InvariantCulture, $"| {row.Nanoseconds:N0} "),
        });
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {100 * ours.Density:0.#} | {ours.Images} | {ours.Samples} | {ours.Flops:N0} | {cell.Max(static row => row.Flops):N0} "
                + $"{string.Concat(times)}| {100 * ours.ShareOfL2:N0} | {100 * ours.ShareOfFmaPeak:N0} |\n");
    }

    private static string Range(IReadOnlyList<TableRow> rows, Func<TableRow, double> value)
    {
        var (least, most) =
            (rows.Min(value).ToString("N0", CultureInfo.InvariantCulture), rows.Max(value).ToString("N0", CultureInfo.InvariantCulture));
        return least == most ? least : $"{least} to {most}";
    }
}
