using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Model;

namespace FreeNets.Compiler.Lower;

/// <summary>
/// Cuts a large graph into slices of neurons: what a slice reads of earlier neurons is a matrix product, and only the edges inside it have
/// to wait for each other. A layered network becomes its layers, which have none.
/// </summary>
internal static class Blocks
{
    /// <summary>Neurons of a slice, where a graph has no layers: whole groups of rows and whole vectors.</summary>
    private const int SliceNeurons = 64;

    /// <summary>Neurons of a layer, on average, from which layers are better than slices.</summary>
    private const int LayerNeurons = 24;

    /// <summary>
    /// The fraction of edges between slices from which multiplying all is faster than loops over those that are there: blocks of 1,000
    /// neurons take 10 µs per sample of a batch, loops 4 µs at 1 % of the edges and 33 at 10 %.
    /// </summary>
    private const double LeastDensity = 0.03;

    /// <summary>The same of a graph that straight-line code can run, and of one whose σ is tanh or the like.</summary>
    private const double LeastLayerDensity = 0.5;

    private const double LeastCurvedDensity = 0.1;

    /// <summary>Neurons of a layer, on average, from which vectors of such a σ pay: half a vector.</summary>
    private const int CurvedNeurons = 8;

    /// <summary>Decoder weights of a network without edges from which they are a matrix product too.</summary>
    private const int LeastDecoder = 4_096;

    /// <summary>The stages behind the encoder; null where the cascade is better as one.</summary>
    public static IReadOnlyList<Stage>? Of(FreeNet net)
    {
        var slices = SlicesOf(net);
        if (slices is null)
        {
            return null;
        }

        var (inside, activations) = (InsideOf(net, slices), NeuronActivations.Of(net));
        var stages = new List<Stage>();
        for (var i = 0; i < slices.Length; i++)
        {
            var slice = slices[i];
            if (i > 0)
            {
                stages.AddRange(Linear($"block {i}", slice, net.Edges.Pick(Rows(slice), Rows(new Slice(0, slice.First)))));
            }

            stages.AddRange(inside.Entries().Any(edge => edge.Row >= slice.First && edge.Row < slice.End)
                ? [new CascadeStage(NameOf(slice), slice, inside, activations, LeavesActivations: true)]
                : Runs(slice, activations).Select(run => new ActivateStage(NameOf(run), run, activations[run.First])));
        }

        stages.AddRange(Linear("decoder", new Slice(net.Neurons, net.Outputs), net.Decoder));
        return stages;
    }

    private static string NameOf(Slice neurons) => $"neurons {neurons.First} to {neurons.End - 1}";

    /// <summary>Neighbours with the same activation.</summary>
    private static IEnumerable<Slice> Runs(Slice slice, NeuronActivations activations)
    {
        for (int first = slice.First, end; first < slice.End; first = end)
        {
            for (end = first + 1; end < slice.End && activations[end] == activations[first]; end++)
            {
            }

            // The identity has nothing to do.
            if (activations[first] != Activation.Identity)
            {
                yield return new Slice(first, end - first);
            }
        }
    }

    private static Slice[]? SlicesOf(FreeNet net)
    {
        // Where σ takes many instructions, vectors of neurons are worth more than edges that are left out.
        var isCurved = NeuronActivations.Of(net).AreCurved;
        if (net.Edges.Count == 0)
        {
            return net.Decoder.NonZeroCount >= LeastDecoder || (isCurved && net.Neurons >= CurvedNeurons)
                ? [new Slice(0, net.Neurons)]
                : null;
        }

        var layers = Layers(net);
        if (ColumnLayout.FitsStraightLine(CascadeStage.Of(net)))
        {
            return net.Neurons >= (isCurved ? CurvedNeurons : LayerNeurons) * layers.Length
                && Density(net, layers) >= (isCurved ? LeastCurvedDensity : LeastLayerDensity)
                ? layers
                : null;
        }

        var slices = net.Neurons >= LayerNeurons * layers.Length
            ? layers
            : [
                .. Enumerable.Range(0, (net.Neurons + SliceNeurons - 1) / SliceNeurons)
                .Select(slice => Cut(net, slice * SliceNeurons, SliceNeurons))];
        return Density(net, slices) >= LeastDensity ? slices : null;
    }

    /// <summary>
    /// The fraction of weights between slices that are there, of what matrix products would read: from a slice's first source to its last.
    /// </summary>
    private static double Density(FreeNet net, Slice[] slices)
    {
        var sliceOf = slices.SelectMany(static (slice, i) => Enumerable.Repeat(i, slice.Count)).ToArray();
        var (first, last) = (Array.ConvertAll(slices, static _ => int.MaxValue), Array.ConvertAll(slices, static _ => -1));
        var edges = 0L;
        foreach (var edge in net.Edges.NonZero().Where(edge => sliceOf[edge.Column] != sliceOf[edge.Row]))
        {
            var slice = sliceOf[edge.Row];
            (first[slice], last[slice], edges) = (Math.Min(first[slice], edge.Column), Math.Max(last[slice], edge.Column), edges + 1);
        }

        var area = slices.Select((slice, i) => last[i] < 0 ? 0L : (long)(last[i] + 1 - first[i]) * slice.Count).Sum();
        return area == 0 ? 0 : edges / (double)area;
    }

    /// <summary>The longest runs of neurons that have no edge among themselves.</summary>
    private static Slice[] Layers(FreeNet net)
    {
        var starts = new List<int> { 0 };
        foreach (var edge in net.Edges.Entries())
        {
            if (edge.Column >= starts[starts.Count - 1])
            {
                starts.Add(edge.Row);
            }
        }

        return [.. starts.Select((start, i) => Cut(net, start, (i + 1 < starts.Count ? starts[i + 1] : net.Neurons) - start))];
    }

    private static Slice Cut(FreeNet net, int first, int count) => new(first, Math.Min(count, net.Neurons - first));

    private static SparseMatrix InsideOf(FreeNet net, Slice[] slices)
    {
        var sliceOf = slices.SelectMany((slice, i) => Enumerable.Repeat(i, slice.Count)).ToArray();
        return SparseMatrix.Of(net.Neurons, net.Neurons, net.Edges.Entries().Where(edge => sliceOf[edge.Row] == sliceOf[edge.Column]));
    }

    private static int[] Rows(Slice slice) => [.. Enumerable.Range(slice.First, slice.Count)];

    /// <summary>A matrix product that reads the neurons from the first that has a weight to the last; none where none has.</summary>
    private static IEnumerable<LinearStage> Linear(string name, Slice to, WeightMatrix weights)
    {
        var read = weights.NonZero().Select(static weight => weight.Column).ToArray();
        if (read.Length > 0)
        {
            var from = new Slice(read.Min(), read.Max() + 1 - read.Min());
            var used = from.Count == weights.Columns ? weights : weights.Pick([.. Enumerable.Range(0, to.Count)], Rows(from));
            yield return new LinearStage(
                name, new Source.State(from), to, used, new Numerics.Float32(), SumOrder.PartialSums(to.Count, from.Count));
        }
    }
}
