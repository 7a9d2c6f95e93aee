using FreeNets.Benchmarks.Wide;

namespace FreeNets.Benchmarks.Tests;

public sealed class TableFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("freenets-table-");

    private TableFolder Table => new(_folder.FullName);

    private string Markdown => File.ReadAllText(Path.Combine(_folder.FullName, "table.md"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Markdown_marks_the_fastest_and_shows_shares_of_the_machine()
    {
        Table.Merge([Row("generated", nanoseconds: 50, flops: 2_000), Row("other, of which C# is one", nanoseconds: 30, flops: 2_600)]);
        Assert.Contains("| 10 | made | 8 | 2,000 | 2,600 | 50 | **30** | 10 | 40 |\n", Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_did_not_take_part_has_an_empty_place()
    {
        Table.Merge([Row("generated", nanoseconds: 50), Row("other", nanoseconds: 60)]);
        Table.Merge([Row("generated", nanoseconds: 50) with { Density = 0.3 }]);
        Assert.Contains("| 30 | made | 8 | 2,000 | 2,000 | **50** | | 10 | 40 |\n", Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_read_back_as_they_were_written()
    {
        TableRow[] rows = [Row("generated", nanoseconds: 12.5), Row("\"C\", with quotes", nanoseconds: 0.1)];
        Table.Merge(rows);
        Assert.Equal(rows, Table.Read());
    }

    [Fact]
    public void A_part_replaces_its_own_networks_and_leaves_all_others_in_the_order_of_size_and_density()
    {
        Table.Merge([Row("generated", nanoseconds: 1) with { Neurons = 100 }]);
        Table.Merge([Row("generated", nanoseconds: 2)]);
        Table.Merge([Row("generated", nanoseconds: 3) with { Density = 1 }]);
        Table.Merge([Row("generated", nanoseconds: 4) with { Neurons = 100 }]);
        Assert.Equal(
            [(30, 1, 3), (30, 0.1, 2), (100, 0.1, 4)],
            Table.Read().Select(static row => (row.Neurons, row.Density, row.Nanoseconds)));
    }

    [Theory]
    [InlineData("nothing\n")]
    [InlineData("images,neurons\nmade,many\n")]
    public void A_file_that_is_no_table_is_named(string text)
    {
        var file = Path.Combine(_folder.FullName, "table.csv");
        File.WriteAllText(file, text);
        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => Table.Read()).Message, StringComparison.Ordinal);
    }

    // 100 GFLOP/s, 100 GB/s: shares are easy to check.
    private static TableRow Row(string name, double nanoseconds, long flops = 2_000) => new()
    {
        Images = "made",
        Neurons = 30,
        Density = 0.1,
        Edges = 44,
        Samples = 8,
        Name = name,
        Flops = flops,
        Nanoseconds = nanoseconds,
        Allocated = 0,
        PeakGflops = 100,
        L2Gbytes = 100,
    };
}
