using System.Globalization;
using System.Text;
using FreeNets.Model;
using FreeNets.Trainer.Commands;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Recordings;

namespace FreeNets.Trainer.Tests.Data.Recordings;

public sealed class RecordingDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _told = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Windows_are_cut_at_the_stride_and_never_cross_recordings()
    {
        WriteAll(recordings: 5, rows: 11);

        var data = Load(new RecordingOptions(4, 3));

        // Rows 0, 3 and 6 begin windows; each value tells its recording and row.
        Assert.Equal((24, 6, 8), (data.Train.Count, data.Test.Count, data.Train.Inputs));
        Assert.Equal(["x_0", "y_0", "x_1", "y_1"], data.Preparation!.Features.Take(4).Select(static feature => feature.Column.Name));
        var rows = Enumerable.Range(0, 24).Select(data.Train.Row).ToArray();
        Assert.All(rows, static row => Assert.Single(row.Select(static value => (int)value / 100).Distinct()));
        Assert.Equal([0, 3, 6], rows.Select(static row => (int)row[0] % 100).Distinct().Order());
        Assert.All(rows, static row => Assert.Equal([row[0], row[0] + 0.5f, row[0] + 1, row[0] + 1.5f], row[..4]));
    }

    [Fact]
    public void The_split_is_by_recording_with_each_label_in_proportion()
    {
        WriteAll(recordings: 5, rows: 40);

        var data = Load(new RecordingOptions(8, 2));
        var (train, test) = (Recordings(data.Train), Recordings(data.Test));

        Assert.Equal((8, 2), (train.Count, test.Count));
        Assert.Empty(train.Intersect(test));
        Assert.Equal([0, 1], data.Test.Labels.Distinct().Select(static label => (int)label).Order());

        HashSet<int> Recordings(Samples samples) => [.. Enumerable.Range(0, samples.Count).Select(n => (int)samples.Row(n)[0] / 100)];
    }

    [Fact]
    public void Means_and_scales_are_of_a_channel_over_all_rows_of_the_training_windows()
    {
        WriteAll(recordings: 5, rows: 40);

        var features = Load(new RecordingOptions(8, 2)).Preparation!.Features;

        Assert.Equal(features[0].Mean, features[2].Mean);
        Assert.NotEqual(features[0].Mean, features[1].Mean);
    }

    [Fact]
    public void A_column_may_hold_the_label_and_a_run_of_it_is_a_recording()
    {
        var rows = Enumerable.Range(0, 120).Select(static n => $"{n},{"ab"[n / 12 % 2]},{n + 0.5}\n");
        var path = Write("all.csv", $"x,kind,y\n{string.Concat(rows)}");

        var data = RecordingData.LoadTable(path, "kind", new RecordingOptions(12, 1), new Holding(0.2, 1), _told.Add);

        Assert.Equal(["a", "b"], data.OutputNames);
        Assert.Equal((8, 2), (data.Train.Count, data.Test.Count));
        Assert.All(Enumerable.Range(0, 8), n => Assert.Equal(data.Train.Labels[n], (int)data.Train.Row(n)[0] / 12 % 2));
        Assert.All(Enumerable.Range(0, 8), n => Assert.Equal(0, data.Train.Row(n)[0] % 12));
    }

    [Theory]
    [InlineData("/b/bad.csv: its columns are x, z, and those of the recordings before it x, y", "x,z\n1,2\n")]
    [InlineData("/b/bad.csv, line 3, column 'y': '' is no finite number", "x,y\n1,2\n3,\n")]
    [InlineData("/b/bad.csv, line 2, column 'y': 'high' is no finite number", "x,y\n1,high\n2,3\n")]
    [InlineData("/b/bad.csv, line 3: 3 fields, and the table has 2 columns", "x,y\n1,2\n1,2,3\n")]
    public void A_recording_that_does_not_fit_is_refused_with_its_place(string message, string text)
    {
        WriteAll(recordings: 3, rows: 8);
        Write("b/bad.csv", text);

        Assert.Contains(message, Assert.Throws<DataException>(() => Load(new RecordingOptions(4, 4))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recordings_that_are_too_short_are_named()
    {
        WriteAll(recordings: 3, rows: 8);
        Write("b/short.csv", "x,y\n1,2\n");

        Load(new RecordingOptions(4, 4));

        Assert.StartsWith("1 of 7 recordings have fewer than 4 rows and are left out: ", Assert.Single(_told), StringComparison.Ordinal);
        Assert.Contains("short.csv", _told[0], StringComparison.Ordinal);
        Assert.Contains(
            "no recording has 9 rows. Lower --rows.", Assert.Throws<DataException>(() => Load(new RecordingOptions(9, 4))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recordings_need_the_rows_of_a_sample()
    {
        WriteAll(recordings: 3, rows: 8);

        Assert.Contains("Give --rows, such as --rows 64.", (await Train()).Error, StringComparison.Ordinal);
        Assert.Contains("--stride has no meaning without --rows", (await Train("--stride", "4")).Error, StringComparison.Ordinal);
        Assert.Contains("--target has no meaning for a folder of "
            + "recordings", (await Train("--rows", "4", "--target", "x")).Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Kinds_of_motion_are_told_apart()
    {
        var motion = SharedData.Require("motion");

        var (exitCode, error) = await Train("--data", motion, "--rows", "64", "--stride", "16", "--epochs", "30");

        Assert.Equal((0, ""), (exitCode, error));
        var net = FnetFile.Load(_folder["model.fnet"]);
        Assert.Equal((384, "accX_0", "gyrZ_63"), (net.Inputs, net.Columns[0].Name, net.Columns[383].Name));
        Assert.InRange(net.Provenance.TestAccuracy!.Value, 0.9, 1);
    }

    private async Task<(int ExitCode, string Error)> Train(params string[] options)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] data = options.Contains("--data") ? [] : ["--data", _folder.Path];
        var exitCode = await FreeNetsCommand.InvokeAsync(["train", .. data, "-o", _folder["model.fnet"], .. options], output, error);
        return (exitCode, error.ToString());
    }

    private TrainingData Load(RecordingOptions options) => RecordingData.Load(_folder.Path, options, new Holding(0.2, 1), _told.Add);

    /// <summary>Two labels; x is the recording times 100 and the row, y is half more.</summary>
    private void WriteAll(int recordings, int rows)
    {
        for (var r = 0; r < 2 * recordings; r++)
        {
            var lines = Enumerable.Range(0, rows)
                .Select(row => string.Create(CultureInfo.InvariantCulture, $"{(r * 100) + row},{(r * 100) + row + 0.5}\n"));
            Write($"{"ab"[r % 2]}/{r:D2}.csv", $"x,y\n{string.Concat(lines)}");
        }
    }

    private string Write(string name, string text) => _folder.Write(name, Encoding.UTF8.GetBytes(text));
}
