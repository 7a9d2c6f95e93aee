using FreeNets.Benchmarks.Generated;
using FreeNets.Benchmarks.Limits;
using FreeNets.Benchmarks.Peers;
using FreeNets.Benchmarks.Timing;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Benchmarks.Wide;

/// <summary>
/// Everyone on networks of all sizes and densities. They are random: training changes their time no more than their weights do.
/// </summary>
internal sealed class WideTable(Images images, Images sparseImages)
{
    private const int Outputs = 10;
    private static readonly int[] s_samples = [1, 8, 256];

    private readonly MachineLimits _limits = MachineLimits.Measure();

    /// <summary>The rows of one network.</summary>
    /// <param name="neurons">k.</param>
    /// <param name="density">The share of all edges it has; 0 for an FCNN.</param>
    /// <exception cref="InvalidOperationException">Someone does not compute the same network.</exception>
    public IReadOnlyList<TableRow> Measure(int neurons, double density)
    {
        var net = RandomNets.Create(seed: neurons, images.Inputs, neurons, Outputs, density);
        using var field = new Field(Variations.WithInputDensity(net, images.Density));
        Contestant[] peers =
        [
            field.Onnx with { Name = "ONNX Runtime" },
            .. field.All.Where(contestant => contestant != field.Generated && contestant != field.Onnx),
        ];

        // Batches take the same time whatever the pixels are, so the other images are for one sample.
        Contestant[] all = [field.Generated, .. WithAllEdges(field.Generated), .. peers];
        var cells = s_samples.Select(samples => (Images: images, Samples: samples, Contestants: all)).ToList();
        var sparse = Ours(field.Generated.Name, Variations.WithInputDensity(net, sparseImages.Density));
        cells.Add((sparseImages, 1, [sparse, .. WithAllEdges(sparse), .. peers]));

        var workloads = cells.SelectMany(static cell => Workloads(cell.Contestants, cell.Images, cell.Samples)).ToArray();
        var results = new Queue<(double Nanoseconds, long Bytes)>(CellBenchmark.Measure(workloads));
        return [.. from cell in cells from contestant in cell.Contestants select Row(cell.Images, cell.Samples, contestant)];

        TableRow Row(Images images, int samples, Contestant contestant)
        {
            var (nanoseconds, bytes) = results.Dequeue();
            return new TableRow
            {
                Images = images.Name,
                Neurons = neurons,
                Density = density,
                Edges = net.Edges.Count,
                Samples = samples,
                Name = contestant.Name,
                Flops = contestant.Flops,
                Nanoseconds = Math.Round(nanoseconds / samples, 1),
                Allocated = bytes,
                PeakGflops = Math.Round(_limits.Flops / 1e9, 2),
                L2Gbytes = Math.Round(_limits.L2Bytes / 1e9, 2),
            };
        }
    }

    private static Contestant Ours(string name, FreeNet net) => Field.Ours(name, net, GeneratedCode.Of(net));

    /// <summary>The same with every edge, where some are missing and some are there.</summary>
    private static IEnumerable<Contestant> WithAllEdges(Contestant ours)
    {
        var graph = ours.Net.Graph;
        return graph.EdgeCount > 0 && graph.EdgeCount < graph.MaxEdges
            ? [Ours($"{ours.Name}, all edges", Variations.WithAllEdges(ours.Net))]
            : [];
    }

    private static IEnumerable<Workload> Workloads(IReadOnlyList<Contestant> contestants, Images images, int samples)
    {
        var batches = images.Batches(samples);
        foreach (var contestant in contestants)
        {
            contestant.Verify(batches[0].AsSpan(0, images.Inputs).ToArray());
            yield return Workload.Over(contestant, batches, samples);
        }
    }
}
