using System.Globalization;
using System.Text.RegularExpressions;

namespace FreeNets.EndToEnd.Tests;

/// <summary>Numbers in the pages are those of the committed results.</summary>
public sealed partial class RecordedFiguresTests
{
    private const string Summary = "summary.md";
    private const string Native = "native/README.md";
    private const string Table2 = "table2/README.md";
    private const string Sparsity = "sparsity/README.md";
    private const string Budget = "budget/README.md";

    // Every figure with a decimal point, in the order of the page, and where below benchmarks/results it was recorded: the id of a
    // value in summary.json, or a pattern that finds it in a page, as its group.
    private static readonly Dictionary<string, Recorded[]> s_pages = new()
    {
        ["README.md"] =
        [
            new("1.01", Summary, @"\n\| generated, int8 \| [\d,]+ \| ([\d,]+) \|", Unit: 1000),
            new("0.89", Summary, @"\n\| generated, int8 \| [\d,]+ \| [\d,]+ \| [\d,]+ \| ([\d,]+) \|", Unit: 1000),
            new("1.87", Summary, @"\n\| generated \| [\d,]+ \| ([\d,]+) \|", Unit: 1000),
            new("1.19", Summary, @"\n\| generated \| [\d,]+ \| [\d,]+ \| [\d,]+ \| ([\d,]+) \|", Unit: 1000),
            new("3.46", Summary, @"\n\| C, zero inputs skipped \| [\d,]+ \| ([\d,]+) \|", Unit: 1000),
            new("4.03", Summary, @"\n\| C, zero inputs skipped \| [\d,]+ \| [\d,]+ \| [\d,]+ \| ([\d,]+) \|", Unit: 1000),
            new("7.49", Summary, @"\n\| ONNX Runtime, MLP \| [\d,]+ \| ([\d,]+) \|", Unit: 1000),
            new("1.49", Summary, @"\n\| ONNX Runtime, MLP \| [\d,]+ \| [\d,]+ \| [\d,]+ \| ([\d,]+) \|", Unit: 1000),
            new("44.64", Summary, @"\n\| TorchSharp \| [\d,]+ \| ([\d,]+) \|", Unit: 1000),
            new("2.61", Summary, @"\n\| TorchSharp \| [\d,]+ \| [\d,]+ \| [\d,]+ \| ([\d,]+) \|", Unit: 1000),
            new("145.9", Summary, @"\n\| ONNX Runtime \| [\d,]+ \| ([\d,]+) \|", Unit: 1000),
            new("5.76", Summary, @"\n\| ONNX Runtime \| [\d,]+ \| [\d,]+ \| [\d,]+ \| ([\d,]+) \|", Unit: 1000),
            new("1.01", Summary, @"generated, int8 \| [\d,]+ \| ([\d,]+) \|", Unit: 1000),
            new("2.82", Summary, @"generated, every input read \| [\d,]+ \| ([\d,]+) \|", Unit: 1000),
            new("1.87", Summary, @"generated \| [\d,]+ \| ([\d,]+) \|", Unit: 1000),
            new("0.28", "summary.json", "native.start"),
            new("0.10", Table2, @"ahead of our own FCNN by ([\d.]+) ± [\d.]+ points on MNIST, over"),
            new("0.02", Table2, @"ahead of our own FCNN by [\d.]+ ± ([\d.]+) points on MNIST, over"),
            new("0.01", Table2, @"difference: −([\d.]+) ± "),
            new("0.14", Table2, @"difference: −[\d.]+ ± ([\d.]+) points"),
        ],
        ["docs/performance.md"] =
        [
            new("5.4", Sparsity, @"input density 0\.175 \| [\d,]+ \| ([\d.]+) ×"),
            new("0.1", Sparsity, @"5\.4 × costs ([\d.]+) point"),
            new("10.5", Sparsity, @"input density 0\.077 \| [\d,]+ \| ([\d.]+) ×"),
            new("0.4", Sparsity, @"10\.5 × costs (\d\.\d)"),
            new("1.79", "parallel/README.md", @"\n\| 64 \|.*?\| ([\d.]+) \| [\d,]+ \|\n"),
            new("1.98", "parallel/README.md", @"\n\| 1,024 \|.*?\| ([\d.]+) \| [\d,]+ \|\n"),
            new("1.15", "batches/README.md", @"÷ share \| 1\.94 \| ([\d.]+) \|"),
            new("1.86", "batches/README.md", @"÷ share \| 2\.70 \| ([\d.]+) \|"),
            new("9.9", "summary.md", @"generated: load the assembly, compile its code, predict \| ([\d.]+) \|"),
            new("0.28", "summary.json", "native.start"),
            new("12.29", Native, @"\n\| 60 \| 600 \| 0 \| ([\d.]+) \|"),
            new("2.05", Native, @"\n\| without a pause \| [\d,]+ \| \| ([\d.]+) \|"),
            new("3.37", "build-time/README.md", @"\n\| cold:.*?\| ([\d.]+) s \| ≤ 10 s \|"),
        ],
        ["docs/method.md"] =
        [
            new("89.38", Budget, @"Fashion-MNIST, no caps, 8 levels \| 6,000 \| ([\d.]+) \|"),
            new("89.20", Budget, @"\(the default\) \| 7,000 \| ([\d.]+) \| [\d.]+, "),
            new("98.70", Budget, @"\| MNIST, no caps, 8 levels \| 3,000 \| ([\d.]+) \|"),
            new("88.97", Table2, @"k = 80 has ([\d.]+) ± "),
            new("0.36", Table2, @"k = 80 has [\d.]+ ± ([\d.]+) for"),
            new("89.20", Table2, @"k = 80 has [\d.]+ ± [\d.]+ for ([\d.]+),"),
            new("0.10", Table2, @"ahead of our own FCNN by ([\d.]+) ± [\d.]+ points on MNIST, over"),
            new("0.02", Table2, @"ahead of our own FCNN by [\d.]+ ± ([\d.]+) points on MNIST, over"),
            new("0.01", Table2, @"difference: −([\d.]+) ± "),
            new("0.14", Table2, @"difference: −[\d.]+ ± ([\d.]+) points"),
            new("0.08", Table2, @"ahead of the FCNN by ([\d.]+) ± "),
            new("0.05", Table2, @"ahead of the FCNN by [\d.]+ ± ([\d.]+) points"),
            new("0.13", Table2, @"points on MNIST and ([\d.]+) ± [\d.]+ on Fashion"),
            new("0.08", Table2, @"points on MNIST and [\d.]+ ± ([\d.]+) on Fashion"),
            new("0.50", "emnist-letters-subset/README.md", @"every k: \+([\d.]+) ± "),
            new("0.10", "emnist-letters-subset/README.md", @"every k: \+[\d.]+ ± ([\d.]+) points"),
            new("0.45", "emnist-balanced-subset/README.md", @"by ([\d.]+) ± [\d.]+ points over all sizes"),
            new("0.17", "emnist-balanced-subset/README.md", @"by [\d.]+ ± ([\d.]+) points over all sizes"),
            new("89.29", Sparsity, @"\| random-mask \| ([\d.]+) \|"),
            new("89.18", Sparsity, @"\| freeevolve \| ([\d.]+) \|"),
            new("89.14", Sparsity, @"\| dense FreeNet \| ([\d.]+) \|"),
        ],
    };

    public static TheoryData<string> Pages => [.. s_pages.Keys];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_figure_of_a_page_has_its_record_and_no_record_is_left_over(string page)
    {
        var text = NotText().Replace(File.ReadAllText(Repository.In(page)), "");
        Assert.Equal(s_pages[page].Select(static recorded => recorded.Figure), Figure().Matches(text).Select(static match => match.Value));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Figures_are_what_was_measured_to_the_digits_that_they_have(string page) => Assert.All(s_pages[page], static recorded =>
    {
        var digits = recorded.Figure[(recorded.Figure.IndexOf('.', StringComparison.Ordinal) + 1)..].Length;
        var difference = Math.Abs(recorded.Read() - decimal.Parse(recorded.Figure, CultureInfo.InvariantCulture));
        Assert.True(difference <= 0.5m * (decimal)Math.Pow(10, -digits), $"{recorded.Figure}; {recorded.Record} has {recorded.Read()}.");
    });

    [Theory]
    [InlineData("table2", "benchmarks/results/table2/table2.md")]
    public void A_table_is_the_one_that_was_measured(string marker, string results)
    {
        var readme = File.ReadAllText(Repository.In("README.md"));
        var parts = readme.Split([$"<!-- {marker} -->\n", $"<!-- /{marker} -->"], StringSplitOptions.None);
        Assert.Equal(3, parts.Length);
        Assert.Equal(File.ReadAllText(Repository.In(results)), parts[1]);
    }

    // Code, output, and the table that has a test of its own.
    [GeneratedRegex("```.*?```|`[^`\n]*`|<!-- table2 -->.*?<!-- /table2 -->", RegexOptions.Singleline)]
    private static partial Regex NotText();

    [GeneratedRegex(@"(?<![\w.,])\d[\d,]*\.\d+")]
    private static partial Regex Figure();

    /// <summary>A figure of a page and its record.</summary>
    /// <param name="Figure">As the page has it.</param>
    /// <param name="Record">A file of benchmarks/results.</param>
    /// <param name="Where">An id of summary.json; in a page, a pattern with one match.</param>
    /// <param name="Unit">How many of the record's units the page's is.</param>
    private sealed record Recorded(string Figure, string Record, string Where, int Unit = 1)
    {
        public decimal Read()
        {
            var text = File.ReadAllText(Repository.In($"benchmarks/results/{Record}"));
            var pattern = Record.EndsWith(".json", StringComparison.Ordinal)
                ? $"\"id\": \"{Regex.Escape(Where)}\",\\s+\"value\": ([\\d.]+)"
                : Where;
            var match = Assert.Single(Regex.Matches(text, pattern));
            return decimal.Parse(match.Groups[1].Value, NumberStyles.Number, CultureInfo.InvariantCulture) / Unit;
        }
    }
}
