using System.CommandLine;
using System.Globalization;
using FreeNets.Benchmarks.Budget;
using FreeNets.Benchmarks.Results;
using FreeNets.Benchmarks.Timing;
using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;
using Spectre.Console;

namespace FreeNets.Benchmarks;

/// <summary><c>budget</c>: networks under one budget of live weights beside dense ones; the figures go into the summary.</summary>
internal static class BudgetCommand
{
    private static readonly Option<string> s_dense = Model("--model", "A dense FreeNet, as bench takes it.");
    private static readonly Option<string> s_pattern = Model("--pattern-model", "A network of the same images under a budget with caps.");
    private static readonly Option<string> s_free = Model("--budget-model", "One of 6,000 weights without caps.");
    private static readonly Option<string> s_large = Model("--large-budget-model", "One of 12,000.");
    private static readonly Option<string> s_sparseDense = Model("--sparse-model", "A dense FreeNet of images that are mostly zero.");
    private static readonly Option<string> s_sparse = Model("--sparse-budget-model", "A network of such images under a budget with caps.");
    private static readonly Option<string?> s_data =
        new("--data") { Description = "The data set whose test images they predict, as in freenets train." };
    private static readonly Option<string?> s_sparseData =
        new("--sparse-data") { Description = "The data set of the images that are mostly zero." };
    private static readonly Option<string> s_output =
        new("--output", "-o") { Description = "The folder with summary.json and summary.md.", Required = true };

    public static Command Create()
    {
        var command = new Command("budget", "Times networks under a budget of live weights, and puts the figures into the summary.")
        {
            s_dense, s_pattern, s_free, s_large, s_sparseDense, s_sparse, s_data, s_sparseData, s_output,
        };
        command.SetAction((result, cancellation) => Task.Run(() => Run(result, cancellation), cancellation));
        return command;
    }

    private static Option<string> Model(string name, string description) => new(name) { Description = description, Required = true };

    private static int Run(ParseResult options, CancellationToken cancellation)
    {
        try
        {
            FreeNet Load(Option<string> option) => FnetFile.Load(options.GetRequiredValue(option));
            var images = Images.Of(DataSets.Load(options.GetValue(s_data), dataRoot: null, AnsiConsole.Console, cancellation));
            var sparseImages = Images.Of(DataSets.Load(options.GetValue(s_sparseData), dataRoot: null, AnsiConsole.Console, cancellation));
            using var field = new BudgetField(
                Load(s_dense), ("budget with caps", Load(s_pattern)), ("6,000 weights", Load(s_free)), ("12,000 weights", Load(s_large)));
            using var sparse = new BudgetField(Load(s_sparseDense), ("budget with caps", Load(s_sparse)));
            Column[] columns =
                [Column.Time(field.All, images, 1), Column.Time(field.All, images, 256), Column.Time(sparse.All, sparseImages, 1)];
            var rows = Rows(field, columns[0].Round, columns[1].Round, sparse, columns[2].Round, SparseShare.Measure(images));
            new SummaryFolder(options.GetRequiredValue(s_output)).Merge(rows);
            Console.WriteLine(FiguresTable.Of(rows));
            Array.ForEach(columns, Print);
            return 0;
        }
        catch (Exception error) when (error is FnetException or DataException or IOException or InvalidOperationException)
        {
            Console.Error.WriteLine($"budget: {error.Message}");
            return 1;
        }
    }

    private static SummaryRow[] Rows(
        BudgetField field, Round one, Round batch, BudgetField sparse, Round sparseOne, (double One, double Batch) share)
    {
        var (pattern, free, large) = (field.Float32[0], field.Float32[1], field.Float32[2]);
        return
        [
            Row("budget.one.mlp.ort", one.Ratio(field.OnnxMlp, pattern)),
            Row("budget.one.mlp.ort.int8", one.Ratio(field.OnnxMlp, field.Int8[0])),
            Row("budget.one.dense", one.Ratio(field.Dense, pattern)),
            Row("budget.one.dense.int8", one.Ratio(field.DenseInt8, field.Int8[0])),
            Row("budget.mnist", sparseOne.Ratio(sparse.OnnxMlp, sparse.Int8[0])),
            Row("budget.b256.dense", batch.Ratio(field.Dense, free)),
            Row("budget.b256.dense.12000", batch.Ratio(field.Dense, large)),
            Row("budget.b256.mlp.ort", batch.Ratio(field.OnnxMlp, free)),
            Row("sparse.one", share.One),
            Row("sparse.b256", share.Batch),
        ];
    }

    private static SummaryRow Row(string id, double value) => SummaryRow.Of(id, value, "./build.sh budget");

    private static void Print(Column column)
    {
        Console.WriteLine($"\n{column.Images.Name}, {column.Round.Samples} a call, ns a sample:");
        foreach (var contestant in column.Contestants)
        {
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"  {contestant.Name,-26} {column.Round.NanosecondsASample(contestant),8:N0}"));
        }
    }
}
