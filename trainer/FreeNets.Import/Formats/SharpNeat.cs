using FreeNets.Import.Graph;

namespace FreeNets.Import.Formats;

/// <summary>SharpNEAT's <c>.net</c>: an acyclic graph of neurons without biases, all with one function.</summary>
/// <remarks>
/// Corners, as SharpNEAT has them: a neuron that no input reaches gives 0 to those that read it, but an output that none reaches is f(0); a
/// network without connections is 0.
/// </remarks>
internal static class SharpNeat
{
    /// <exception cref="Refusal">It is no such file, or no feed-forward network.</exception>
    public static ImportedNetwork Read(string path)
    {
        var sections = SharpNeatSections.Of(TextFile.Lines(path));
        var (inputs, outputs, edges) = (sections.Inputs, sections.Outputs, sections.Edges);
        var sketch = new Sketch(Sketch.Stated(inputs));
        var values = new Dictionary<int, Scalar>();
        for (var i = 0; i < inputs; i++)
        {
            values.Add(i, sketch.Inputs[i]);
        }

        var incoming = edges.ToLookup(static edge => edge.Target);
        foreach (var node in NeuronOrder.Of(edges.Select(static edge => (edge.Source, edge.Target))).Where(node => node >= inputs))
        {
            sketch.StartLayer($"neuron {node}");
            Term[] terms = [
                .. incoming[node]
                .Where(edge => values.ContainsKey(edge.Source))
                .Select(edge => new Term(values[edge.Source], edge.Weight))];
            if (terms.Length > 0)
            {
                values.Add(node, sections.Function(sketch, sketch.Sum(terms)));
            }
        }

        Scalar[] results =
        [
            .. Enumerable.Range(inputs, outputs).Select(output => edges.Count == 0 ? sketch.Constant(0)
                : values.TryGetValue(output, out var value) ? value
                : sections.Function(sketch, sketch.Constant(0))),
        ];
        return sketch.ToNetwork(Path.GetFileNameWithoutExtension(path), "SharpNEAT", results);
    }
}
