using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FreeNets.Import;
using FreeNets.Model;

namespace FreeNets.Trainer.Commands.Models;

/// <summary>Tells what <c>freenets import</c> read.</summary>
internal static class ImportReport
{
    private static readonly JsonSerializerOptions s_json =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Lines for people.</summary>
    public static string Text(string source, string path, ImportedNetwork network)
    {
        var (net, summary) = (network.Net, network.Summary);
        var producer = summary.Producer.Length > 0 ? $" by {summary.Producer}" : "";
        var rows = summary.RowsAreSamples ? "; dimension 0 counts samples" : "";
        var lines = new List<string>
        {
            Invariant($"read     {source}{producer}: {summary.Nodes} nodes, of which {summary.FoldedNodes} folded to constants, ")
                + Invariant($"{summary.MergedNodes} merged into others, {summary.UnusedNodes} unused"),
        };
        lines.AddRange(network.Inputs.Select(input =>
            Invariant($"input    '{Shown(input.Name)}' [{string.Join(", ", input.Shape)}]: {Span(input.First, input.Count)}{rows}")));
        lines.AddRange(network.Outputs.Select(output =>
            Invariant($"output   '{Shown(output.Name)}': ")
            + Invariant($"{string.Join(", ", output.Spans.Select(static span => Span(span.First, span.Count)))}{Kind(net, output)}")));
        lines.Add(Invariant($"network  {net.Inputs} inputs, {net.Neurons} neurons ({Activations(net)}), {net.Outputs} outputs"));
        lines.Add(Invariant($"         {summary.Layers} layers, {Edges(net)} edges; {summary.Zeros} weights of 0 left out"));
        lines.Add(Invariant($"checked  {net.Checks.Count} random inputs: at most {summary.LargestDifference:0.0e+0} from the file's own ")
            + "arithmetic");
        lines.Add($"wrote    {path}");
        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>The same for programs.</summary>
    public static string Json(string source, string path, ImportedNetwork network) => JsonSerializer.Serialize(
        new
        {
            Source = source,
            Model = path,
            network.Summary.Producer,
            network.Net.Inputs,
            network.Net.Neurons,
            network.Net.Outputs,
            network.Summary.Layers,
            Edges = Edges(network.Net),
            network.Summary.Zeros,
            Activations = Counts(network.Net).ToDictionary(static pair => pair.Name, static pair => pair.Count),
            network.Summary.Nodes,
            network.Summary.FoldedNodes,
            network.Summary.MergedNodes,
            network.Summary.UnusedNodes,
            network.Summary.RowsAreSamples,
            network.Summary.LargestDifference,
            InputSpans = network.Inputs.Select(static input => new { input.Name, input.First, input.Count, Shape = input.Shape.ToArray() }),
            OutputSpans = network.Outputs.Select(output => new
            {
                output.Name,
                Spans = output.Spans.Select(static span => new { span.First, span.Count }),
                Activation = ActivationOf(network.Net, output).ToString(),
                Order = output.Order.ToArray(),
                output.IsClass,
                Labels = output.Labels.ToArray(),
            }),
        },
        s_json);

    private static string Kind(FreeNet net, ImportedOutput output) => output.IsClass
        ? ", "
            + "the class is the "
            + $"largest{(output.Labels.Count > 0 ? $" of {string.Join(", ", output.Labels.Take(5).Select(Shown))}"
                + $"{(output.Labels.Count > 5 ? ", …" : "")}" : "")}"
        : ActivationOf(net, output) is var activation && activation == Activation.Identity ? "" : $", {activation}";

    private static Activation ActivationOf(FreeNet net, ImportedOutput output) => net.OutputGroups.Count == 0
        ? net.OutputActivation
        : net.OutputGroups.First(group => group.First == output.Spans[0].First).Activation;

    private static string Activations(FreeNet net) =>
        string.Join(", ", Counts(net).Select(static pair => Invariant($"{pair.Count} {pair.Name}")));

    private static IEnumerable<(string Name, int Count)> Counts(FreeNet net) => Enumerable.Range(0, net.Neurons)
        .Select(neuron => net.ActivationOf(neuron).Function.ToString())
        .CountBy(static name => name)
        .Select(static pair => (pair.Key, pair.Value));

    private static long Edges(FreeNet net) => net.Encoder.NonZeroCount + net.Edges.Count + net.Decoder.NonZeroCount;

    private static string Span(int first, int count) => count == 1 ? Invariant($"{first}") : Invariant($"{first} to {first + count - 1}");

    /// <summary>A stranger's text, of which nothing steers a terminal.</summary>
    private static string Shown(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? '?' : c));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
