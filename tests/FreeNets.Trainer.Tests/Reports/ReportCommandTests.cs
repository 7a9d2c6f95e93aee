using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using FreeNets.Model;
using FreeNets.Trainer.Commands;
using FreeNets.Trainer.Tests.Data;

namespace FreeNets.Trainer.Tests.Reports;

/// <summary>The command on folders of made-up runs.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public ReportCommandTests() => Directory.CreateDirectory(Runs);

    private string Runs => _folder["runs"];

    private string Page => _folder["report.html"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_page_has_every_section_and_is_well_formed()
    {
        MadeRuns.WriteAll(Runs);

        Assert.Equal(0, await Report());

        var page = Parse(await File.ReadAllTextAsync(Page));
        var ids = page.Descendants().Attributes("id").Select(static id => id.Value).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Subset(
            ids.ToHashSet(),
            new HashSet<string> { "overview", "verdict", "table2", "figure4", "figure5", "figure6", "figure7", "figure8", "figure9", "ncg",
                "cost" });

        // Two sets: Figures 4, 6, 7 and 9 have two panels each of them, 5 and 8 one; the NCG two matrices and two graphs.
        Assert.Equal([4, 2, 4, 4, 2, 4, 8], new[] { "figure4", "figure5", "figure6", "figure7", "figure8", "figure9", "ncg" }
            .Select(id => page.Descendants().Single(element => (string?)element.Attribute("id") == id).Descendants()
                .Count(static element => element.Name.LocalName == "svg")));
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public async Task The_page_needs_nothing_else()
    {
        MadeRuns.WriteAll(Runs);
        await Report();

        var text = await File.ReadAllTextAsync(Page);
        var page = Parse(text);

        Assert.DoesNotContain(page.Descendants(), static element => element.Name.LocalName is "script" or "link" or "img" or "iframe");
        Assert.All(
            page.Descendants().Attributes().Where(static attribute => attribute.Name.LocalName is "src" or "href"),
            static attribute => Assert.StartsWith("#", attribute.Value, StringComparison.Ordinal));
        Assert.All(Regex.Matches(text, @"url\((?<target>[^)]{1,5})").Select(static match => match.Groups["target"].Value),
            static target => Assert.True(target.StartsWith('#') || target == "data:", target));
        Assert.DoesNotContain("@import", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task References_inside_the_page_have_a_target()
    {
        MadeRuns.WriteAll(Runs);
        await Report();

        var text = await File.ReadAllTextAsync(Page);
        var ids = Parse(text).Descendants().Attributes("id").Select(static id => id.Value).ToHashSet();
        var targets = Regex.Matches(text, "(url\\(|href=\")#(?<id>[^)\"]+)").Select(static match => match.Groups["id"].Value).ToArray();

        Assert.NotEmpty(targets);
        Assert.Subset(ids, targets.ToHashSet());
    }

    [Fact]
    public async Task The_same_runs_give_the_same_bytes()
    {
        MadeRuns.WriteAll(Runs);
        await Report("--figures", _folder["first"]);
        var first = await File.ReadAllBytesAsync(Page);
        await Report("--figures", _folder["second"]);

        Assert.Equal(first, await File.ReadAllBytesAsync(Page));
        foreach (var file in Directory.EnumerateFiles(_folder["first"]))
        {
            var other = Path.Combine(_folder["second"], Path.GetFileName(file));
            Assert.Equal(await File.ReadAllBytesAsync(file), await File.ReadAllBytesAsync(other));
        }
    }

    [Fact]
    public async Task Figures_go_to_files_of_their_own_in_two_formats()
    {
        MadeRuns.WriteAll(Runs);
        await Report("--figures", _folder["figures"]);

        var files = Directory.EnumerateFiles(_folder["figures"]).Select(static file => Path.GetFileName(file)).ToArray();
        Assert.Contains("ncg-mnist-graph-after.svg", files);
        Assert.Equal(20, files.Count(static file => file.EndsWith(".png", StringComparison.Ordinal)));
        var png = await File.ReadAllBytesAsync(_folder["figures/figure5-mnist.png"]);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        var svg = await File.ReadAllTextAsync(_folder["figures/figure5-mnist.svg"]);
        Assert.Contains(">neurons, k</text>", svg, StringComparison.Ordinal);
        Assert.Equal("svg", XDocument.Parse(svg).Root!.Name.LocalName);
    }

    [Fact]
    public async Task What_files_say_is_text_never_markup()
    {
        MadeRuns.Write(Runs, "a<script>alert(1)<b>\"&", 30, "fcnn", 1);
        _folder.Write("runs/broken/error.txt", "<b>&amp;"u8.ToArray());

        Assert.Equal(0, await Report());

        var text = await File.ReadAllTextAsync(Page);
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.Contains("a<script>alert(1)<b>\"&", Parse(text).Root!.Value, StringComparison.Ordinal);
        Assert.Contains("broken: failed: <b>&amp;", Parse(text).Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_log_is_named_in_the_page_and_on_standard_error()
    {
        MadeRuns.Write(Runs, "mnist", 30, "fcnn", 1);
        _folder.Write("runs/mnist_k30_fcnn_s2/log.jsonl", "{\"event\":\"start\"}"u8.ToArray());

        Assert.Equal(0, await Report());

        const string Message = "mnist_k30_fcnn_s2: its log.jsonl is damaged: line 1: 'options' is missing";
        Assert.Contains(Message, _error.ToString(), StringComparison.Ordinal);
        Assert.Contains(Message, Parse(await File.ReadAllTextAsync(Page)).Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_FreeEvolve_does_not_win_the_page_says_so()
    {
        foreach (var seed in new[] { 1, 2, 3 })
        {
            MadeRuns.Write(Runs, "mnist", 30, "freeevolve", seed, accuracy: 0.95 + (0.0001 * seed));
            MadeRuns.Write(Runs, "mnist", 30, "fcnn", seed, accuracy: 0.96);
        }

        await Report();

        var text = Parse(await File.ReadAllTextAsync(Page)).Root!.Value;
        Assert.Contains("FreeEvolve does not beat FCNN in any of 1 cell", text, StringComparison.Ordinal);
        Assert.Contains(
            "−0.98 ± 0.02 points, FreeEvolve is worse. It does not beat it at k\u00a0=\u00a030", text, StringComparison.Ordinal);
        Assert.Contains("it is below the paper on MNIST at k\u00a0=\u00a030 (95.02 for 95.63)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_mean_is_compared_with_the_papers_before_rounding()
    {
        MadeRuns.Write(Runs, "mnist", 30, "fcnn", 1, accuracy: 0.95739);
        MadeRuns.Write(Runs, "mnist", 35, "fcnn", 1, accuracy: 0.9572);

        await Report();

        var marks = Parse(await File.ReadAllTextAsync(Page)).Descendants().Attributes("class").Select(static value => value.Value);
        Assert.Equal(["below", "meets"], marks.Where(static mark => mark is "meets" or "below"));
    }

    [Fact]
    public async Task Tables_go_to_markdown_and_csv_on_request()
    {
        MadeRuns.Write(Runs, "mnist", 30, "fcnn", 1, accuracy: 0.9580);
        MadeRuns.Write(Runs, "mnist", 30, "fcnn", 2, accuracy: 0.9590);
        MadeRuns.Write(Runs, "mnist", 35, "fcnn", 1, accuracy: 0.9570);

        Assert.Equal(0, await Report("--markdown", _folder["table.md"], "--csv", _folder["runs.csv"]));

        Assert.Equal(
            "| **MNIST**, k | 30 | 35 |\n| --- | ---: | ---: |\n| FCNN | **95.85** ±0.64 | 95.70 |\n| paper | 95.74 | 95.72 |\n",
            await File.ReadAllTextAsync(_folder["table.md"]));
        var lines = await File.ReadAllLinesAsync(_folder["runs.csv"]);
        Assert.Equal("Key,DataSet,Method,Neurons,Budget,Seed,Epochs,TestAccuracyPercent,LiveEdges,MultiplyAdds", lines[0]);
        Assert.Equal(4, lines.Length);
        Assert.Matches("^mnist_k30_fcnn_s2,mnist,fcnn,30,,2,[0-9]+,95.9,0,23820$", lines[2]);
    }

    [Fact]
    public async Task Under_budgets_the_page_shows_accuracy_by_budget_and_what_FreeEvolve_is_ahead_by_at_each()
    {
        foreach (var seed in new[] { 1, 2 })
        {
            MadeRuns.Write(Runs, "mnist", 30, "freeevolve", seed, accuracy: 0.95, budget: 1500);
            MadeRuns.Write(Runs, "mnist", 30, "freeevolve", seed, accuracy: 0.97, budget: 3000);
            MadeRuns.Write(Runs, "mnist", 30, "fcnn", seed, accuracy: 0.96 - (0.01 * seed), budget: 1500);
        }

        Assert.Equal(0, await Report("--markdown", _folder["table.md"], "--figures", _folder["figures"]));

        Assert.Equal(
            "| **MNIST, live weights** | 1,500 | 3,000 |\n| --- | ---: | ---: |\n| FreeEvolve | 95.00 ± 0.00 (2) | 97.00 ± 0.00 (2) |\n"
            + "| FCNN | 94.50 ± 6.35 (2) | – |\n| FreeEvolve less FCNN | +0.50 ± 6.35 (2) | – |\n",
            await File.ReadAllTextAsync(_folder["table.md"]));
        var page = Parse(await File.ReadAllTextAsync(Page));
        var frontier = page.Descendants().Single(static element => (string?)element.Attribute("id") == "frontier");
        Assert.Equal(2, frontier.Descendants().Count(static element => element.Name.LocalName == "svg"));
        Assert.Contains("+0.50 ± 6.35 (2)", frontier.Value, StringComparison.Ordinal);
        Assert.Contains("MNIST, at its one size, 2 seeds: +0.50 ± 6.35 points", page.Root!.Value, StringComparison.Ordinal);
        Assert.Contains("Left out: the paper's networks have no budget", page.Root!.Value, StringComparison.Ordinal);
        Assert.Contains("mnist, k\u00a0=\u00a030, 3,000 weights, FCNN: no run", page.Root!.Value, StringComparison.Ordinal);
        var svg = await File.ReadAllTextAsync(_folder["figures/frontier-mnist.svg"]);
        Assert.Contains(">1,500</text>", svg, StringComparison.Ordinal);
        var picture = XDocument.Parse(await File.ReadAllTextAsync(_folder["figures/frontier.svg"])).Root!;
        Assert.Equal(
            ["0", "330"],
            picture.Elements().Where(static panel => panel.Name.LocalName == "svg").Select(static panel => (string?)panel.Attribute("y")));
    }

    [Fact]
    public async Task A_figure_without_data_is_left_out_with_a_note()
    {
        MadeRuns.Write(Runs, "mnist", 30, "fcnn", 1);

        Assert.Equal(0, await Report());

        var text = Parse(await File.ReadAllTextAsync(Page)).Root!.Value;
        Assert.Equal(6, Regex.Count(text, "Left out: "));
    }

    [Fact]
    public async Task A_folder_without_runs_writes_nothing()
    {
        Assert.Equal(1, await Report());
        Assert.False(File.Exists(Page));
        Assert.Contains("no finished run", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_a_usage_error()
    {
        Assert.Equal(2, await FreeNetsCommand.InvokeAsync(["report", _folder["nowhere"]], _output, _error));
        Assert.Contains("no such folder", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--output")]
    [InlineData("--markdown")]
    [InlineData("--csv")]
    public async Task What_is_no_file_is_refused_before_anything_is_written(string option)
    {
        MadeRuns.WriteAll(Runs);
        NamedPipe.Create(_folder["pipe"]);

        Assert.Equal(2, await FreeNetsCommand.InvokeAsync(
            ["report", Runs, .. option == "--output" ? [] : (string[])["-o", Page], option, _folder["pipe"]], _output, _error));

        Assert.StartsWith(
            $"freenets: {option} {_folder["pipe"]}: names a pipe. Give the name of a file", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal("pipe", AtomicFile.KindOf(_folder["pipe"]));
        Assert.False(File.Exists(Page));
    }

    [Theory]
    [InlineData("--output", "none/it.html", "does not exist. Create it first.")]
    [InlineData("--markdown", "none/it.md", "does not exist. Create it first.")]
    [InlineData("--csv", "none/it.csv", "does not exist. Create it first.")]
    [InlineData("--output", "LONG.html", "the name is too long for the file system. Give a shorter one.")]
    [InlineData("--figures", "file", "is not a folder. Give the name of one, which need not exist.")]
    [InlineData("--tensorboard", "file", "is not a folder. Give the name of one, which need not exist.")]
    public async Task A_place_that_takes_no_file_is_refused_before_anything_is_written(string option, string name, string fault)
    {
        MadeRuns.WriteAll(Runs);
        await File.WriteAllTextAsync(_folder["file"], "");
        var place = _folder[name.Replace("LONG", new string('r', 250), StringComparison.Ordinal)];

        Assert.Equal(2, await FreeNetsCommand.InvokeAsync(
            ["report", Runs, .. option == "--output" ? [] : (string[])["-o", Page], option, place], _output, _error));

        Assert.StartsWith($"freenets: {option} {place}: ", _error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith($"{fault}\n", _error.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(
            ["file", "runs"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private Task<int> Report(params string[] options) =>
        FreeNetsCommand.InvokeAsync(["report", Runs, "-o", Page, .. options], _output, _error);

    private static XDocument Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }
}
