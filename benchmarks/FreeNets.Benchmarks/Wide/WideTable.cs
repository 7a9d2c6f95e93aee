using FreeNets.Benchmarks.Generated;
using FreeNets.Benchmarks.Peers;
using FreeNets.Benchmarks.Timing;
using FreeNets.Tests;

namespace FreeNets.Benchmarks.Wide;

/// <summary>Everyone on networks of all sizes and densities. They are random: training changes their time no more than their weights do.</summary>
internal sealed class WideTable(Images images, Images sparseImages, IReadOnlyList<int> sizes, Action<string> progress)
{
    private const int Outputs = 10;
    private static readonly double[] s_densities = [1, 0.3, 0.1, 0.01, 0];
    private static readonly int[] s_samples = [1, 8, 256];

    /// <summary>The rows, as they are measured.</summary>
    /// <exception cref="InvalidOperationException">Someone does not compute the same network.</exception>
    public IEnumerable<Cell> Measure() =>
        from neurons in sizes
        from density in s_densities
        from cell in Measure(neurons, density)
        select cell;

    private List<Cell> Measure(int neurons, double density)
    {
        progress(FormattableString.Invariant($"k = {neurons}, {density:P0} of the edges"));
        var net = RandomNets.Create(seed: neurons, images.Inputs, neurons, Outputs, density);
        using var field = new Field(Variations.WithInputDensity(net, images.Density));
        var cells = s_samples.Select(samples => (Images: images, Samples: samples, Contestants: field.All)).ToList();

        // Batches take the same time whatever the pixels are, so the other images are for one sample.
        var sparseNet = Variations.WithInputDensity(net, sparseImages.Density);
        var sparse = Field.Ours(field.Generated.Name, sparseNet, GeneratedCode.Of(sparseNet));
        cells.Add((sparseImages, 1, [sparse, .. field.All.Where(contestant => contestant != field.Generated)]));

        var workloads = cells.SelectMany(static cell => Workloads(cell.Contestants, cell.Images, cell.Samples)).ToArray();
        var results = new Queue<(double Nanoseconds, long Bytes)>(CellBenchmark.Measure(workloads));
        return [.. cells.Select(cell => new Cell(
            cell.Images.Name, neurons, density, net.Graph.EdgeCount, cell.Samples, Entries(cell.Contestants, cell.Samples, results)))];
    }

    private static Entry[] Entries(IReadOnlyList<Contestant> contestants, int samples, Queue<(double Nanoseconds, long Bytes)> results) =>
    [
        .. contestants.Select(contestant =>
        {
            var (nanoseconds, bytes) = results.Dequeue();
            return new Entry(contestant.Name, contestant.Flops, nanoseconds / samples, bytes);
        }),
    ];

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
