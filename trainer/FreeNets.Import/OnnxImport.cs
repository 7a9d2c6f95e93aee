using FreeNets.Import.Check;
using FreeNets.Import.Export;
using FreeNets.Import.Graph;
using FreeNets.Import.Lower;
using FreeNets.Import.Onnx;
using FreeNets.Model;

namespace FreeNets.Import;

/// <summary>Reads ONNX files: any feed-forward network is a FreeNet.</summary>
public static class OnnxImport
{
    /// <summary>Reads a file, makes a network of it, and checks the network against the file.</summary>
    /// <param name="path">The file; weights that it keeps elsewhere are read from its own folder only.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ImportException">It cannot be read, or is no feed-forward network; nothing was written.</exception>
    public static ImportedNetwork Read(string path, ImportOptions? options = null)
    {
        try
        {
            return Read(
                OnnxFile.Read(path), Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileNameWithoutExtension(path),
                options ?? new ImportOptions());
        }
        catch (Refusal refusal)
        {
            throw new ImportException($"{path}: {refusal.Message}", refusal);
        }
    }

    /// <summary>The same from a model in memory.</summary>
    /// <exception cref="Refusal">It is no feed-forward network.</exception>
    internal static ImportedNetwork Read(ModelProto model, string folder, string name, ImportOptions options)
    {
        var graph = new SourceGraph(model, folder);
        var outputs = OutputsOf(graph, options.Outputs);
        var rules = BatchRules.For(graph.Inputs, options.Batch).ToArray();
        foreach (var rule in rules[..^1])
        {
            try
            {
                return Read(model, graph, name, outputs, rule);
            }
            catch (BatchMixed)
            {
                // Then a fixed dimension 0 counts no samples.
            }
        }

        return Read(model, graph, name, outputs, rules[^1]);
    }

    private static IReadOnlyList<string> OutputsOf(SourceGraph graph, IReadOnlyList<string> wanted)
    {
        var known = string.Join(", ", graph.Outputs.Select(static name => $"'{Text.Shown(name)}'"));
        return wanted.FirstOrDefault(name => !graph.Outputs.Contains(name)) is { } unknown
            ? throw new Refusal($"has no output '{Text.Shown(unknown)}'; its outputs are {known}")
            : graph.Outputs.Count == 0 ? throw new Refusal("has no outputs")
            : wanted.Count > 0 ? [.. wanted.Distinct()] : [.. graph.Outputs.Distinct()];
    }

    private static ImportedNetwork Read(ModelProto model, SourceGraph graph, string name, IReadOnlyList<string> outputs, BatchRule rule)
    {
        var nodes = graph.NeededFor(outputs);
        var inputs = GraphInput.Of(graph.Inputs, rule);
        if (inputs.Sum(static input => (long)input.Count) is var count && (count == 0 || count > Room.InputsFor(graph.Stored)))
        {
            throw new Refusal(
                count == 0 ? "has no inputs" : $"has {count} inputs; {Room.InputsFor(graph.Stored)} is the most for what it stores");
        }

        var evaluation = Symbolic(graph, nodes, inputs, rule);
        RefuseRowsThatMove(evaluation, outputs, rule);
        var lowered = Lower(evaluation, name, inputs, outputs);
        if (evaluation.SawBatchSize)
        {
            RefuseWeightsOfBatch(graph, name, outputs, rule, lowered.Net);
        }

        lowered = lowered with { Net = Metadata.Apply(model, Descriptions.Labelled(lowered)) };
        if (lowered.Net.Validate() is { } fault)
        {
            throw new Refusal($"makes a network that no model file holds; {fault}");
        }

        var (net, difference) = SelfCheck.Apply(lowered, inputs, values => Numeric(graph, nodes, inputs, rule, values).ValueOf);
        return new ImportedNetwork(
            net,
            inputs.Select(input => new ImportedInput(input.Name, input.First, input.Count, input.Shape[(input.BatchAxis + 1)..])).ToArray(),
            Descriptions.Of(lowered),
            new ImportSummary
            {
                Producer = Text.Shown($"{model.ProducerName} {model.ProducerVersion}".Trim()),
                Nodes = graph.NodeCount,
                UnusedNodes = graph.NodeCount - nodes.Count,
                FoldedNodes = evaluation.FoldedNodes,
                MergedNodes = lowered.MergedNodes,
                Zeros = evaluation.Symbols.Zeros,
                Layers = lowered.Layers,
                RowsAreSamples = inputs.Exists(static input => input.BatchAxis >= 0),
                LargestDifference = difference,
            });
    }

    private static Lowered Lower(Evaluation evaluation, string name, List<GraphInput> inputs, IReadOnlyList<string> outputs)
    {
        var heads = Heads.Of(evaluation, outputs);
        return Lowering.Apply(evaluation.Symbols.All, heads, name, inputs);
    }

    /// <summary>What the file computes for one input, node by node in float64.</summary>
    private static Evaluation Numeric(SourceGraph graph, List<Node> nodes, List<GraphInput> inputs, BatchRule rule, float[] values)
    {
        var evaluation = new Evaluation(graph, rule);
        evaluation.Run(nodes, inputs.ConvertAll(input => (
            input.Name,
            Tensor.OfNumbers(
                input.Type, input.Shape, Array.ConvertAll(values[input.First..(input.First + input.Count)], static value => (double)value),
                input.BatchAxis))));
        return evaluation;
    }

    private static Evaluation Symbolic(SourceGraph graph, List<Node> nodes, List<GraphInput> inputs, BatchRule rule)
    {
        var evaluation = new Evaluation(graph, rule);
        var bound = inputs.ConvertAll(input => (input.Name, Tensor.OfScalars(
            input.Type,
            input.Shape,
            [.. Enumerable.Range(input.First, input.Count).Select(evaluation.Symbols.Input)],
            input.BatchAxis)));
        evaluation.Run(nodes, bound);
        return evaluation;
    }

    /// <summary>Where a fixed dimension 0 is taken for samples, outputs must have theirs there too.</summary>
    private static void RefuseRowsThatMove(Evaluation evaluation, IReadOnlyList<string> outputs, BatchRule rule)
    {
        if (!rule.IsNominal && outputs.FirstOrDefault(name => evaluation.ValueOf(name).BatchAxis > 0) is { } moved)
        {
            throw new BatchMixed($"output '{Text.Shown(moved)}' has its samples along another dimension than 0");
        }
    }

    /// <summary>Where a graph asks for the size of a batch, another size must give the same network.</summary>
    private static void RefuseWeightsOfBatch(SourceGraph graph, string name, IReadOnlyList<string> outputs, BatchRule rule, FreeNet net)
    {
        var other = rule with { Size = BatchRules.OtherNominal };
        var inputs = GraphInput.Of(graph.Inputs, other);
        if (Lower(Symbolic(graph, graph.NeededFor(outputs), inputs, other), name, inputs, outputs).Net != net)
        {
            throw new Refusal("computes with the number of samples; a sample's outputs must not depend on how many there are");
        }
    }
}
