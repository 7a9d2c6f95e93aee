using System.Text;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Tables;

namespace FreeNets.Trainer.Tests.Data.Tables;

/// <summary>Tables as people have them: what is found out by itself, and what is refused with its place.</summary>
public sealed class CsvTableTests : IDisposable
{
    private readonly TableFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData("a,b\n1.5,x\n2.5,y\n")]
    [InlineData("a;b\n1.5;x\n2.5;y\n")]
    [InlineData("a\tb\r\n1.5\tx\r\n2.5\ty")]
    [InlineData("a|b\n1.5|x\n\n2.5|y\n\n")]
    [InlineData("\"a\",\"b\"\n\"1.5\",\"x\"\n 2.5 , y \n")]
    public void Separator_quotes_and_blanks_are_found(string text)
    {
        var table = CsvTable.Open(_file.Write(text));

        Assert.Equal(["a", "b"], table.Names);
        Assert.Equal(["1.5", "x", "2.5", "y"], table.Rows().SelectMany(static row => row.Fields));
    }

    [Fact]
    public void A_decimal_comma_is_read_where_commas_do_not_end_fields()
    {
        var table = CsvTable.Open(_file.Write("price;size\n1,5;2,25\n-3,0;1e2\n"));

        Assert.Equal([1.5, 2.25, -3, 100], table.Rows().SelectMany(static row => row.Fields).Select(table.Numbers.Parse));
        Assert.Null(CsvTable.Open(_file.Write("a,b\n\"1,5\",2\n")).Numbers.Parse("1,5"));
    }

    [Theory]
    [InlineData("1,2\n3,4\n", 2, "1", "2")]
    [InlineData("x,2\ny,4\n", 2, "1", "2")]
    [InlineData("x,n\ny,4\n", 1, "x", "n")]
    [InlineData("x,y\nz,w\n", 1, "x", "y")]
    [InlineData("2020,name\n1.5,w\n", 2, "1", "2")]
    public void A_header_is_what_has_no_number_where_all_other_rows_have_one(string text, int rows, params string[] names)
    {
        var table = CsvTable.Open(_file.Write(text));

        Assert.Equal(names, table.Names);
        Assert.Equal(rows, table.Rows().Count());
    }

    [Fact]
    public void Utf16_is_read_by_its_mark() =>
        Assert.Equal(["größe", "ñ"], CsvTable.Open(_file.Write("größe,ñ\n1,2\n", encoding: Encoding.Unicode)).Names);

    [Fact]
    public void A_field_in_quotes_may_hold_separators_quotes_and_line_ends()
    {
        var rows = CsvTable.Open(_file.Write("a,b\n\"x, \"\"y\"\"\nz\",1\nw,2\n")).Rows().ToList();

        Assert.Equal("x, \"y\"\nz", rows[0].Fields[0]);
        Assert.Equal(4, rows[1].Line);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("\n\n", "the file is empty")]
    [InlineData("a,a\n1,2\n", "table.csv, line 1: column 2 is called 'a', like column 1. Give each column a name")]
    [InlineData("a,\n1,2\n", "table.csv, line 1: column 2 has no name")]
    [InlineData("a,b\n1,2\n1,2,3\n", "table.csv, line 3: 3 fields, and the table has 2 columns")]
    [InlineData("a,b\n1,2\n1\n", "table.csv, line 3: 1 fields, and the table has 2 columns")]
    [InlineData("a,b\n1,2\nx\"y,2\n", "table.csv, line 3: a quote stands inside a field")]
    [InlineData("a,b\n1,2\n\0,2\n", "this is not text")]
    public void A_table_that_cannot_be_read_is_refused_with_the_place(string text, string message) => Assert.Contains(
        message, Assert.Throws<DataException>(() => CsvTable.Open(_file.Write(text)).Rows().Count()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_wrong_encoding_is_refused_with_the_line()
    {
        var path = _file.Write("name,n\nok,1\nmüde,2\n", encoding: Encoding.Latin1);

        Assert.Contains(
            "line 3: the text is not UTF-8. Save the table as 'CSV UTF-8'", Assert.Throws<DataException>(() => CsvTable.Open(path))
                .Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_encoding_far_below_is_found_as_well()
    {
        var path =
            _file.Write(TableFile.Rows("name,n", 20_000, static n => $"{(n == 15_000 ? "müde" : "ok")},{n}"), encoding: Encoding.Latin1);

        Assert.Contains(
            "line 15002", Assert.Throws<DataException>(() => CsvTable.Open(path).Rows().Count()).Message, StringComparison.Ordinal);
    }
}
