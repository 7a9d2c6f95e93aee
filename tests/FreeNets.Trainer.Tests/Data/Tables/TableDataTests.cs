using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Tables;

namespace FreeNets.Trainer.Tests.Data.Tables;

/// <summary>What becomes of the columns of a table.</summary>
public sealed class TableDataTests : IDisposable
{
    private readonly TableFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Columns_become_named_inputs_in_their_own_units()
    {
        var data = _file.Load(
            TableFile.Rows(
                "size,colour,old,kind", 40,
                static n => $"{n + (n % 3)},{"red green blue".Split(' ')[n % 3]},{n % 4 == 0},{"ab"[n % 2]}"), "kind");

        var features = data.Preparation!.Features;
        Assert.Equal(["size", "colour", "old"], features.Select(static feature => feature.Column.Name));
        Assert.Equal(["blue", "green", "red"], features[1].Column.Categories);
        Assert.Equal(["False", "True"], features[2].Column.Categories);
        Assert.Equal((5, 3), (data.TrainedInputs, data.Train.Inputs));
        Assert.Equal(["a", "b"], data.OutputNames);
        Assert.Equal((32, 8), (data.Train.Count, data.Test.Count));
        Assert.Equal([16, 4], new[] { data.Train, data.Test }.Select(static part => part.Labels.Count(static label => label == 0)));
        Assert.All(Enumerable.Range(0, 8), n => Assert.Contains(data.Test.Row(n)[1], new[] { 0f, 1, 2 }));

        var sizes = Enumerable.Range(0, data.Train.Count).Select(n => (double)data.Train.Row(n)[0]).ToArray();
        Assert.Equal(sizes.Average(), features[0].Mean, 1e-4);
        Assert.Equal(1 / Math.Sqrt(sizes.Average(size => Math.Pow(size - sizes.Average(), 2))), features[0].Scale, 1e-4);
        Assert.Equal(0, data.Preparation.Inputs(data.Train).Chunk(5).Average(static row => row[0]), 1e-4);
    }

    [Fact]
    public void The_seed_decides_what_is_tested_with()
    {
        var text = TableFile.Rows("n,kind", 40, static n => $"{n * n},{"ab"[n % 2]}");
        var (first, again, other) = (Load(1), Load(1), Load(2));

        Assert.Equal(first.Test.Numbers, again.Test.Numbers);
        Assert.NotEqual(first.Test.Numbers, other.Test.Numbers);
        Assert.Empty(first.Test.Numbers.Intersect(first.Train.Numbers));

        TrainingData Load(long seed) => _file.Load(text, "kind", options => options with { Holding = new Holding(0.2, seed) });
    }

    [Fact]
    public void A_missing_number_is_the_median_with_a_flag_and_a_missing_word_a_category()
    {
        var data = _file.Load(
            TableFile.Rows(
                "size,colour,kind", 40,
                static n => $"{(n % 5 == 0 ? "NA" : $"{n % 7}")},{(n % 8 == 0 ? "" : "rg"[n % 2])},{"ab"[n % 2]}"), "kind");

        var columns = data.Preparation!.Features.Select(static feature => feature.Column).ToArray();
        Assert.Equal(["size", "size_missing", "colour"], columns.Select(static column => column.Name));
        Assert.Equal(["g", "r", "(missing)"], columns[2].Categories);
        var rows = Enumerable.Range(0, data.Train.Count).Select(data.Train.Row).ToArray();
        var median = columns[0].Missing!.Value;
        Assert.All(rows.Where(static row => row[1] == 1), row => Assert.Equal(median, row[0]));
        Assert.InRange(rows.Count(static row => row[1] == 1), 1, 8);
        Assert.Equal(
            median,
            rows.Where(static row => row[1] == 0)
                .Select(static row => row[0])
                .Order()
                .ElementAt(rows.Count(static row => row[1] == 0) / 2));
        Assert.Contains(_file.Told, static line => line.Contains("column 'size': where it is missing, "
            + "the input is its median", StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_that_lack_a_value_are_left_out_when_asked_for()
    {
        var data = _file.Load(
            TableFile.Rows("size,kind", 40, static n => $"{(n % 5 == 0 ? "" : $"{n % 7}")},{"ab"[n % 2]}"), "kind", static options =>
                options with { Missing = MissingValues.Drop });

        Assert.Equal((32, 1), (data.Train.Count + data.Test.Count, data.Train.Inputs));
        Assert.Contains(_file.Told, static line => line == "8 of 40 rows lack a value and are left out.");
    }

    [Theory]
    [InlineData("3", "column 'x' is always '3'; it is left out")]
    [InlineData("n", "column 'x' counts the rows; it is left out")]
    [InlineData("id", "column 'x' has 40 different values in 40 rows, like names; it is left out")]
    [InlineData("", "column 'x' has no value; it is left out")]
    [InlineData("kind", "column 'x' gives 'kind' away")]
    [InlineData("case", "column 'x' has categories that differ by case or blanks only, 'Red' (line 2), 'red' (line 3)")]
    public void Columns_that_teach_nothing_or_too_much_are_pointed_out(string what, string remark)
    {
        _file.Load(TableFile.Rows("x,y,kind", 40, n => $"{Value(n)},{n * 7 % 13},{"ab"[n / 2 % 2]}"), "kind");

        Assert.Contains(_file.Told, line => line.StartsWith(remark, StringComparison.Ordinal));

        string Value(int n) => what switch
        {
            "n" => $"{n + 100}",
            "id" => $"name {n * 31 % 97}",
            "kind" => $"{n / 2 % 2}",
            "case" => n % 2 == 0 ? "Red" : "red",
            _ => what,
        };
    }

    [Fact]
    public void A_number_that_is_the_target_in_other_units_is_pointed_out()
    {
        _file.Load(TableFile.Rows("euros,size,cents", 40, static n => $"{n * n},{n * 7 % 13},{100 * n * n}"), "euros");

        Assert.Equal("column 'cents' gives 'euros' away. If it is not known when the answer is asked for, "
            + "give --types cents=drop.", Assert.Single(_file.Told));
    }

    [Fact]
    public void Types_overrule_what_columns_look_like()
    {
        var data = _file.Load(
            TableFile.Rows(
                "id,floor,grade,note,kind", 40, static n => $"{n},{n % 4},{"low high mid".Split(' ')[n % 3]},{n * 3 % 11},{"ab"[n % 2]}"),
            "kind",
            static options => options with
            {
                Types = new Dictionary<string, ColumnType>
                {
                    ["id"] = ColumnType.Parse("number")!,
                    ["floor"] = ColumnType.Parse("category")!,
                    ["grade"] = ColumnType.Parse("low<mid<high")!,
                    ["note"] = ColumnType.Parse("drop")!,
                },
            });

        var features = data.Preparation!.Features;
        Assert.Equal(["id", "floor", "grade"], features.Select(static feature => feature.Column.Name));
        Assert.Equal([false, true, false], features.Select(static feature => feature.IsOneHot));
        Assert.Equal(["low", "mid", "high"], features[2].Column.Categories);
    }

    [Fact]
    public void Several_numbers_are_predicted_together_each_standardised()
    {
        var data = _file.Load(TableFile.Rows("x,y,z", 40, static n => $"{n * 7 % 13},{n * n},{(n % 5) + 1000}"), "y,z");

        Assert.True(data.IsRegression);
        Assert.Equal(["y", "z"], data.OutputNames);
        var outputs = data.Preparation!.Outputs(data.Train);
        Assert.All(Enumerable.Range(0, 2), t =>
        {
            var column = outputs.Where((_, i) => i % 2 == t).ToArray();
            Assert.Equal(0, column.Average(), 1e-4);
            Assert.Equal(1, column.Average(static value => value * value), 1e-4);
        });
    }

    [Theory]
    [InlineData("1.5 2.5 3.5", true)]
    [InlineData("0 1", false)]
    [InlineData("a b 1", false)]
    [InlineData("0 1 2 3 4 5 6 7 8 9 10", true)]
    public void The_task_is_found_from_the_target(string values, bool isRegression)
    {
        var words = values.Split(' ');
        Assert.Equal(isRegression, _file.Load(TableFile.Rows("x,y", 44, n => $"{n * 7 % 13},{words[n % words.Length]}"), "y").IsRegression);
    }

    [Fact]
    public void A_table_of_test_rows_is_read_by_the_training_rows()
    {
        var test = _file.Write("kind,extra,colour,size\na,9,red,5\nb,9,green,6\n", "test.csv");
        var data = _file.Load(
            TableFile.Rows("size,colour,kind", 40, static n => $"{n % 7},{"red green blue".Split(' ')[n % 3]},{"ab"[n % 2]}"), "kind",
            options => options with { TestFile = test });

        Assert.Equal((40, 2), (data.Train.Count, data.Test.Count));
        Assert.Equal([5, 2, 6, 1], data.Test.Numbers);
    }

    [Theory]
    [InlineData("size,colour,kind\n1,pink,a\n", "test.csv, line 2, column 'colour': the category 'pink' is not among those of the training "
        + "rows, blue, green, red")]
    [InlineData("size,colour,kind\n1,red,c\n", "test.csv, line 2, column 'kind': "
        + "the class 'c' is not among those of the training rows, a, b")]
    [InlineData("size,kind\n1,a\n", "test.csv: there is no column 'colour', which the training table has")]
    [InlineData("size,colour,kind\n,red,a\n", "test.csv, line 2, column 'size': the value is missing, and no training row lacks it")]
    [InlineData("size,colour,kind\n5,red,a\nbig,red,a\n", "test.csv, line 3, column 'size': 'big' is not a number")]
    [InlineData("size,colour,kind\n5,red,\n", "test.csv: no row is left to test with")]
    public void Test_rows_that_do_not_fit_are_refused_with_the_place(string rows, string message)
    {
        var test = _file.Write(rows, "test.csv");

        Assert.Contains(message, _file.Fault(
            TableFile.Rows("size,colour,kind", 40, static n => $"{n % 7},{"red green blue".Split(' ')[n % 3]},{"ab"[n % 2]}"), "kind",
            options => options with { TestFile = test }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x,y\n1,a\n", "z", "there is no column 'z'. Its columns are x, y.")]
    [InlineData("x,y\n", "y", "the file has no row below its header")]
    [InlineData("x,y\n1,a\n2,a\n", "y", "column 'y': every row is 'a', so there is nothing to tell apart")]
    [InlineData("x,y\n1,\n2,\n", "y", "column 'y': no row has a value of the target")]
    [InlineData("x,y\n1,a\n5,b\n3,b\n", "y", "column 'y': only one sample is 'a', which cannot both be trained on and tested with")]
    [InlineData("x,y\n1,Cat\n2,dog\n3,cat\n", "y", "line 4, column 'y': "
        + "the class 'cat' differs from 'Cat' (line 2) by case or blanks only")]
    [InlineData("x,y\n1,sea lion\n2,dog\n3,sealion\n", "y", "line 4, column 'y': the class 'sealion' differs from 'sea lion' (line 2)")]
    [InlineData("x,y\n1,a\ninf,b\n2,a\n3,b\n", "y", "line 3, column 'x': 'inf' is not a finite number")]
    [InlineData("x,y\n1,a\n1e39,b\n2,a\n3,b\n", "y", "line 3, column 'x': '1e39' is not a finite number")]
    [InlineData("x,y\n3,1.5\n5,2.5\n", "y", "2 samples are too few to hold out")]
    [InlineData("x,y,z\n1,2,u\n3,4,v\n", "y,z", "line 2, column 'z': 'u' is not a number, and numbers are to be predicted. "
        + "Several targets are numbers")]
    [InlineData("x,y\n3,1.5\n3,2\n", "y", "no column but the target can be learnt from. column 'x' is always '3'")]
    public void A_table_that_cannot_be_learnt_from_is_refused_with_the_place(string text, string target, string message) =>
        Assert.Contains(message, _file.Fault(text, target), StringComparison.Ordinal);

    [Fact]
    public void A_few_words_among_many_numbers_are_taken_for_faults() => Assert.Contains(
        "line 52, column 'x': 'abc' is not a number, and 199 of 200 values are. Correct it, or give --types x=category, or x=drop.",
        _file.Fault(TableFile.Rows("x,y", 200, static n => $"{(n == 50 ? "abc" : $"{n * 0.5}")},{"ab"[n % 2]}"), "y"),
        StringComparison.Ordinal);

    [Fact]
    public void Text_is_refused_where_numbers_are_to_be_predicted() => Assert.Contains(
        "line 3, column 'y': 'b' is not a number, and numbers are to be predicted. Correct the value, or give --task classification.",
        _file.Fault("x,y\n1,2\n2,b\n", "y", static options => options with { Task = LearningTask.Regression }),
        StringComparison.Ordinal);

    [Fact]
    public void Too_many_classes_are_refused() => Assert.Contains(
        "more than 256 classes. Its values are numbers: give --task regression.",
        _file.Fault(
            TableFile.Rows("x,y", 600, static n => $"{n % 7},{n / 2}"), "y",
            static options => options with { Task = LearningTask.Classification }),
        StringComparison.Ordinal);

    [Fact]
    public void A_million_values_are_read_with_their_memory_told()
    {
        var data = _file.Load(TableFile.Rows("x,y,kind", 250_000, static n => $"{n % 977},{n % 31},{"ab"[n % 2]}"), "kind");

        Assert.Equal((200_000, 50_000), (data.Train.Count, data.Test.Count));
        Assert.Equal("250,000 rows seen, 3 MB once they are in memory …", _file.Told[0]);
    }
}
