using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FreeNets.Trainer.Runs;

namespace FreeNets.Trainer.Tests.Reports;

public sealed class RunLogReaderTests
{
    // Ten of them, as JSON.
    private const string NaNs = "\"AADAfwAAwH8AAMB/AADAfwAAwH8AAMB/AADAfwAAwH8AAMB/AADAfw==\"";

    private static readonly string[] s_lines =
        [.. MadeRuns.Lines("mnist", 5, "freeevolve", 1, accuracy: 0.9).Select(static line => JsonSerializer.Serialize(line))];

    [Fact]
    public void A_log_is_read_whole()
    {
        var run = Read(s_lines);

        Assert.Equal(("mnist", 60000, 10, "freeevolve", 5, 1L),
            (run.Start.DataSet, run.Start.TrainImages, run.Start.Classes, run.Start.Method, run.Start.Neurons, run.Start.Seed));
        Assert.Equal(MadeRuns.Epochs, run.Epochs.Count);
        Assert.Equal(5 * MadeRuns.Epochs, run.Updates.Count);
        Assert.Equal(90, run.Accuracy, 9);
        Assert.Equal(10, run.AtStart!.Ncam.Count);
        Assert.Equal(run.End.LiveEdges, run.AtEnd!.Graph.EdgeCount);
        Assert.Equal("0.25", run.Start.Options["epsilon"]);
    }

    [Fact]
    public void Options_of_a_budget_are_options_like_others()
    {
        var lines = Edit("start", 1, static line =>
            line["options"]!["budget"] = JsonNode.Parse("""{"weights":6000,"inputCap":"2/28","edgeCap":null}"""));
        var options = Read(lines).Start.Options;

        Assert.Equal(("6000", "2/28"), (options["budget weights"], options["budget inputCap"]));
        Assert.DoesNotContain("budget edgeCap", options.Keys);
        Assert.Equal(6000, Read(lines).Start.Budget);
    }

    [Fact]
    public void The_accuracy_is_that_of_the_last_epoch_not_the_best()
    {
        var lines = Edit("epoch", MadeRuns.Epochs, static line => line["testAccuracy"] = 0.5);

        Assert.Equal(50, Read(lines).Accuracy, 9);
    }

    [Fact]
    public void Events_that_are_not_known_are_passed_over() =>
        Assert.Equal(MadeRuns.Epochs, Read([s_lines[0], """{"event":"weather","sun":true}""", .. s_lines[1..]]).Epochs.Count);

    [Theory]
    [InlineData("start", "dataSet", "5", "line 1: 'dataSet' is not text")]
    [InlineData("start", "dataSet", "\"a\\u0007b\"", "line 1: 'dataSet' is not 1 to 200 printable characters")]
    [InlineData("start", "trainImages", "0", "line 1: 'trainImages' is not an integer from 1")]
    [InlineData("start", "options", "[]", "line 1: 'options' is not an object")]
    [InlineData("epoch", "testAccuracy", "1.5", "'testAccuracy' is not from 0 to 1")]
    [InlineData("epoch", "loss", "1e999", "'loss' is not a number")]
    [InlineData("epoch", "liveEdges", "-1", "'liveEdges' is not an integer from 0")]
    [InlineData("update", "step", "1.5", "'step' is not an integer from 0")]
    [InlineData("statistics", "neurons", "65537", "'neurons' is above 65536")]
    [InlineData("statistics", "neurons", "60000", "'graph' is not a graph of 60000 neurons")]
    [InlineData("statistics", "graph", "\"!\"", "'graph' is not base64")]
    [InlineData("statistics", "ncam", "\"AAAA\"", "'ncam' holds 3 bytes instead of 40")]
    [InlineData("statistics", "ncim", NaNs, "'ncim' holds a number outside 0 to 1 at index 0")]
    [InlineData("end", "interrupted", "0", "'interrupted' is neither true nor false")]
    public void A_wrong_member_is_named_with_its_line(string kind, string member, string value, string message)
    {
        var fault = Assert.Throws<RunLogException>(() => Read(Edit(kind, 1, line => line[member] = JsonNode.Parse(value))));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_member_is_named()
    {
        var fault = Assert.Throws<RunLogException>(() => Read(Edit("epoch", 1, static line => line.Remove("testAccuracy"))));

        Assert.Contains("'testAccuracy' is missing", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_cut_off_anywhere_between_lines_is_not_a_finished_run()
    {
        for (var lines = 0; lines < s_lines.Length; lines++)
        {
            Assert.Throws<RunLogException>(() => Read(s_lines[..lines]));
        }
    }

    [Fact]
    public void A_log_with_a_byte_changed_is_read_or_refused_and_nothing_else()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', s_lines));
        var refused = 0;
        for (var i = 0; i < bytes.Length; i += 3)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= (byte)(1 << (i % 8));
            try
            {
                RunLogReader.Read("key", new MemoryStream(damaged));
            }
            catch (RunLogException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, bytes.Length / 20, bytes.Length);
    }

    private static RunLog Read(IEnumerable<string> lines) =>
        RunLogReader.Read("key", new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))));

    /// <summary>The lines with the nth of a kind changed.</summary>
    private static string[] Edit(string kind, int nth, Action<JsonObject> edit)
    {
        var lines = (string[])s_lines.Clone();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = JsonNode.Parse(lines[i])!.AsObject();
            if (line["event"]!.GetValue<string>() == kind && --nth == 0)
            {
                edit(line);
                lines[i] = line.ToJsonString();
            }
        }

        return lines;
    }
}
