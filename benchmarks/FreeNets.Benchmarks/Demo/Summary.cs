using System.Text.Json;
using FreeNets.Model;
using Spectre.Console;

namespace FreeNets.Benchmarks.Demo;

/// <summary>The demo's figures: one list that becomes both the table and the summary file, so that they cannot differ.</summary>
internal sealed class Summary
{
    private readonly List<(string Key, object Value)> _values = [];

    public Summary(FreeNet net, int testImages, IReadOnlyList<Measurement> measurements, long libraryBytes)
    {
        Measurements = measurements;
        var reference = measurements[0];
        foreach (var other in measurements.Skip(1))
        {
            Disagreements += other.Disagreements(reference, net.Outputs);
            LargestDifference = Math.Max(LargestDifference, other.LargestDifference(reference, net.Outputs));
        }

        Add("dataSet", net.Provenance.DataSet ?? "");
        Add("neurons", net.Neurons);
        Add("testImages", testImages);
        foreach (var measurement in measurements)
        {
            Add($"accuracy{measurement.Engine.Key}", measurement.Accuracy);
            Add($"nanosecondsBatch1{measurement.Engine.Key}", measurement.NanosecondsBatch1);
            Add($"nanosecondsBatch256{measurement.Engine.Key}", measurement.NanosecondsBatch256);
        }

        Add("disagreements", Disagreements);
        Add("largestLogitDifference", LargestDifference);
        Add("edgesBefore", Ncg.MaxEdgesOf(net.Neurons));
        Add("edgesAfter", net.Edges.Count);
        Add("flopsGenerated", MultiplyAdds.Live(net).Flops);
        Add("flopsDense", MultiplyAdds.Dense(net).Flops);
        Add("flopsFcnn", MultiplyAdds.Fcnn(net).Flops);
        Add("libraryBytes", libraryBytes);
    }

    public IReadOnlyList<Measurement> Measurements { get; }

    /// <summary>Test images on which an engine chooses another class than the first engine, over all engines.</summary>
    public int Disagreements { get; }

    /// <summary>The largest difference of a logit from the first engine's, relative to the largest logit of its image.</summary>
    public double LargestDifference { get; }

    /// <summary>Flat JSON, written whole or not at all.</summary>
    public void Save(string path)
    {
        var json = JsonSerializer.Serialize(_values.ToDictionary(static value => value.Key, static value => value.Value), s_indented);
        AtomicFile.Write(path, json + "\n");
    }

    public void Print(IAnsiConsole console)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("");
        foreach (var measurement in Measurements)
        {
            table.AddColumn(new TableColumn(measurement.Engine.Name).RightAligned());
        }

        Row(table, "test accuracy, %", static m => $"{m.Accuracy * 100:F2}");
        Row(table, "ns an image, batch 1", static m => $"{m.NanosecondsBatch1:N0}");
        Row(table, "ns an image, batch 256", static m => $"{m.NanosecondsBatch256:N0}");
        console.Write(table);

        var grid = new Grid().AddColumn().AddColumn(new GridColumn().RightAligned());
        foreach (var (label, value) in Facts())
        {
            grid.AddRow(label, value);
        }

        console.Write(grid);
    }

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private IEnumerable<(string Label, string Value)> Facts()
    {
        var values = _values.ToDictionary(static value => value.Key, static value => value.Value);
        yield return (" test images", $"{values["testImages"]:N0}");
        yield return (" predictions that disagree", $"{Disagreements:N0}");
        yield return (" largest difference of logits, relative", $"{LargestDifference:E1}");
        yield return (" edges before, after", $"{values["edgesBefore"]:N0}, {values["edgesAfter"]:N0}");
        yield return (
            " FLOPs generated, dense, FCNN", $"{values["flopsGenerated"]:N0}, {values["flopsDense"]:N0}, {values["flopsFcnn"]:N0}");
        yield return (" native library, bytes", $"{values["libraryBytes"]:N0}");
    }

    private void Row(Table table, string label, Func<Measurement, FormattableString> value) =>
        table.AddRow([label, .. Measurements.Select(m => FormattableString.Invariant(value(m)))]);

    private void Add(string key, object value) => _values.Add((key, value));
}
