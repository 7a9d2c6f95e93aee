using System.Text.Json;
using FreeNets.Model;
using FreeNets.Trainer.Commands;
using FreeNets.Trainer.Tests.Data;

namespace FreeNets.Trainer.Tests.Commands;

/// <summary><c>freenets train</c> on tables, from the command line to the model file.</summary>
public sealed class TrainTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [SkippableFact]
    public async Task Penguins_are_told_apart_by_their_columns()
    {
        Assert.Equal(0, await Train(Shared("penguins.csv"), "--target", "species", "--json"));

        var judgement = Event("judgement").GetProperty("classes");
        Assert.InRange(judgement.GetProperty("accuracy").GetDouble(), 0.95, 1);
        Assert.InRange(judgement.GetProperty("majority").GetDouble(), 0.3, 0.5);
        var net = FnetFile.Load(_folder["model.fnet"]);
        Assert.Equal(["Adelie", "Chinstrap", "Gentoo"], net.Labels);
        Assert.Contains("sex", net.Columns.Select(static column => column.Name));
        Assert.Equal(["Biscoe", "Dream", "Torgersen"], net.Columns[0].Categories);
        Assert.Equal(judgement.GetProperty("accuracy").GetDouble(), net.Provenance.TestAccuracy);
        // The same table, with its gaps, through the model: of 344 rows a handful is wrong.
        using var answers = new StringWriter();
        Assert.Equal(0, await FreeNetsCommand.InvokeAsync(["predict", _folder["model.fnet"], Shared("penguins.csv")], answers, _error));
        var wanted = File.ReadLines(Shared("penguins.csv")).Skip(1).Select(static line => line.Split(',')[0]).ToArray();
        var given = answers.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(wanted.Length, given.Length);
        Assert.InRange(wanted.Zip(given).Count(static pair => pair.First == pair.Second), 336, 344);

        for (var check = 0; check < net.Checks.Count; check++)
        {
            var logits = ReferenceEvaluator.Evaluate(net, [.. net.Checks.Inputs.Skip(check * net.Inputs).Take(net.Inputs)]);
            Assert.Equal(net.Checks.Logits.Skip(check * 3).Take(3), logits.Select(static logit => (float)logit));
        }
    }

    [SkippableFact]
    public async Task Miles_a_gallon_are_predicted_better_than_by_a_linear_model()
    {
        Assert.Equal(0, await Train(Shared("mpg.csv"), "--target", "mpg", "--json", "--loss", "huber"));

        var number = Event("judgement").GetProperty("numbers")[0];
        Assert.Equal("mpg", number.GetProperty("name").GetString());
        var (network, linear) = (
            number.GetProperty("network").GetProperty("rSquared").GetDouble(),
            number.GetProperty("linear").GetProperty("rSquared").GetDouble());
        Assert.InRange(network, Math.Max(0.8, linear), 1);
        Assert.Contains("column 'name' has 305 different values", _error.ToString(), StringComparison.Ordinal);

        var net = FnetFile.Load(_folder["model.fnet"]);
        Assert.Null(net.Provenance.TestAccuracy);
        Assert.InRange(net.Checks.Logits.Average(), 15, 35);
        Assert.Equal("regression", Event("start").GetProperty("task").GetString());
    }

    [Fact]
    public async Task Folds_test_with_every_row_once_and_the_curve_says_what_more_rows_would_bring()
    {
        var rows = Enumerable.Range(0, 50).Select(static n => $"{(n * 7 % 13) + (n % 2 * 5)},{n % 2 * n * 0.5},{"ab"[n % 2]}\n");
        var table = _folder.Write("table.csv", [.. System.Text.Encoding.UTF8.GetBytes($"width,length,kind\n{string.Concat(rows)}")]);

        Assert.Equal(0, await Train(table, "--target", "kind", "--folds", "5", "--learning-curve", "--epochs", "5", "--json"));

        var lines = _output.ToString()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonDocument.Parse(line).RootElement)
            .ToArray();
        var folds = lines.Where(static line => line.GetProperty("event").GetString() == "fold").ToArray();
        Assert.Equal(5, folds.Length);
        Assert.Equal(
            50,
            folds.Sum(
                static fold =>
                    fold.GetProperty("classes")
                        .GetProperty("byClass")
                        .EnumerateArray()
                        .Sum(static one => one.GetProperty("test").GetInt32())));
        Assert.Equal(
            [5, 10, 20, 40],
            lines.Where(static line => line.GetProperty("event").GetString() == "part")
                .Select(static line => line.GetProperty("samples").GetInt32()));
        Assert.Contains("mean of 5 folds: ", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("twice the samples gave ", _error.ToString(), StringComparison.Ordinal);

        Assert.Equal(2, await Train(table, "--target", "kind", "--folds", "5", "--test", table));
        Assert.Contains(
            "the test samples are given, so --folds have nothing to take turns with", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("which column is to be predicted? Give --target, one of width, length, species.")]
    [InlineData("there is no column 'kind'", "--target", "kind")]
    [InlineData("--loss huber is for numbers", "--target", "species", "--loss", "huber")]
    [InlineData("--loss cross-entropy is for classes", "--target", "length", "--loss", "cross-entropy")]
    [InlineData("--test takes a number above 0 and below 1, or a table, not '1.5'", "--target", "species", "--test", "1.5")]
    [InlineData("no-such.csv", "--target", "species", "--test", "no-such.csv")]
    [InlineData("--types takes NAME=TYPE", "--target", "species", "--types", "width")]
    [InlineData("--types takes NAME=TYPE", "--target", "species", "--types", "width=a<a")]
    [InlineData("--types names 'x' twice", "--target", "species", "--types", "x=drop", "x=number")]
    [InlineData("there is no column 'x'", "--target", "species", "--types", "x=drop")]
    [InlineData("--types species: this is the target", "--target", "species", "--types", "species=category")]
    [InlineData("--missing takes one of median, drop", "--target", "species", "--missing", "zero")]
    [InlineData("--shift 1 moves grey images, and these inputs are none", "--target", "species", "--shift", "1")]
    public async Task What_cannot_be_done_is_said_and_nothing_begins(string message, params string[] options)
    {
        var rows = Enumerable.Range(0, 40).Select(static n => $"{n * 7 % 13},{n * 0.5},{"ab"[n % 2]}\n");
        var table = _folder.Write("table.csv", [.. System.Text.Encoding.UTF8.GetBytes($"width,length,species\n{string.Concat(rows)}")]);

        Assert.Equal(2, await Train(table, options));

        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["table.csv"], _folder.Entries);
    }

    [Fact]
    public async Task A_table_is_found_under_the_data_root()
    {
        var rows = Enumerable.Range(0, 40).Select(static n => $"{n * 7 % 13},{"ab"[n % 2]}\n");
        _folder.Write("under-the-root.csv", [.. System.Text.Encoding.UTF8.GetBytes($"width,kind\n{string.Concat(rows)}")]);

        Assert.Equal(0, await Train("under-the-root.csv", "--data-root", _folder[""], "--target", "kind", "--epochs", "1"));
    }

    [Fact]
    public async Task Options_of_tables_are_refused_where_there_is_none()
    {
        Assert.Equal(
            2,
            await FreeNetsCommand.InvokeAsync(
                ["train", "--data", "digits", "--target", "x", "-o", _folder["model.fnet"]], _output, _error));

        Assert.Contains("--target has no meaning for IDX files, and --data digits is that.", _error.ToString(), StringComparison.Ordinal);
    }

    private Task<int> Train(string table, params string[] options) => FreeNetsCommand.InvokeAsync(
        ["train", "--data", table, "-o", _folder["model.fnet"], .. options], _output, _error);

    private static string Shared(string table) => Path.Combine(SharedData.Require("tables"), table);

    private JsonElement Event(string name) => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(static line => JsonDocument.Parse(line).RootElement)
        .Single(line => line.GetProperty("event").GetString() == name);
}
