using FreeNets.Benchmarks.Results;

namespace FreeNets.Benchmarks.Tests;

public sealed class SummaryFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("freenets-summary-");

    private SummaryFolder Summary => new(_folder.FullName);

    private string Markdown => File.ReadAllText(Path.Combine(_folder.FullName, "summary.md"));

    private IReadOnlyList<SummaryRow> Rows => SummaryFolder.Read(Path.Combine(_folder.FullName, "summary.json"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Bench_has_the_figures_that_the_project_wants() => Assert.Equal(
        [
            "one.freenet.ort", "one.freenet.ort.mnist", "one.mlp.ort", "one.int8", "b256.freenet.ort", "b256.mlp.ort", "b256.peak",
            "cascade.density", "one.c", "b256.c", "alloc",
        ],
        Target.OfBench.Select(static target => target.Id));

    [Fact]
    public void Json_names_the_members_as_the_project_wants_them()
    {
        Summary.Write([Row(Target.OneC, 1.5)], "", "");
        Assert.Equal(
            """[{"id":"one.c","value":1.5,"target":1,"unit":"ratio","command":"./build.sh bench"}]""",
            string.Concat(File.ReadAllText(Path.Combine(_folder.FullName, "summary.json")).Split('\n').Select(static line => line.Trim()))
                .Replace("\": ", "\":", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Target.OneC, 1, "| met |")]
    [InlineData(Target.OneC, 0.99, "| **missed** |")]
    [InlineData(Target.CascadeDensity, 0.13, "| met |")]
    [InlineData(Target.CascadeDensity, 0.14, "| **missed** |")]
    public void A_figure_says_whether_it_met_its_target(string id, double value, string verdict)
    {
        Summary.Write([Row(id, value)], "", "");
        Assert.Contains(verdict, Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Merged_rows_replace_their_ids_and_leave_all_else()
    {
        Summary.Write([Row(Target.OneC, 1), Row(Target.BatchC, 2)], "# Before\n", "After\n");
        Summary.Merge([Row(Target.BatchC, 3), new("size.aot", 1_000_000, null, "bytes", "./build.sh size")]);
        Assert.Equal([(Target.OneC, 1), (Target.BatchC, 3), ("size.aot", 1_000_000)], Rows.Select(static row => (row.Id, row.Value)));
        Assert.StartsWith("# Before\n", Markdown, StringComparison.Ordinal);
        Assert.EndsWith("After\n", Markdown, StringComparison.Ordinal);
        Assert.Contains("| `size.aot` | `./build.sh size` | 1,000,000 bytes |", Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_run_keeps_what_other_commands_measured_and_drops_what_it_could_not_measure()
    {
        Summary.Write([Row(Target.OneC, 1), Row(Target.Alloc, 0)], "", "");
        Summary.Merge([new("size.aot", 5, null, "bytes", "./build.sh size")]);
        Summary.Write([Row(Target.Alloc, 0)], "", "");
        Assert.Equal([Target.Alloc, "size.aot"], Rows.Select(static row => row.Id));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[{\"id\": \"x\"}]")]
    [InlineData("[{\"id\": null, \"value\": 1, \"target\": 1, \"unit\": \"\", \"command\": \"\"}]")]
    [InlineData("nothing")]
    public void A_file_that_holds_no_rows_is_named(string text)
    {
        var file = Path.Combine(_folder.FullName, "rows.json");
        File.WriteAllText(file, text);
        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => SummaryFolder.Read(file)).Message, StringComparison.Ordinal);
    }

    private static SummaryRow Row(string id, double value) =>
        new(id, value, Target.Find(id)!.Value, Target.Find(id)!.Unit, "./build.sh bench");
}
