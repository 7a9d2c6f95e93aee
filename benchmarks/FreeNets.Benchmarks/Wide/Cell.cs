namespace FreeNets.Benchmarks.Wide;

/// <summary>A row of the wide table: one network on some images, so many samples a call.</summary>
/// <param name="Images">The data set.</param>
/// <param name="Neurons">k.</param>
/// <param name="Density">The share of all edges that the network was drawn with; 0 for an FCNN.</param>
/// <param name="Edges">The edges it has.</param>
/// <param name="Samples">Samples a call.</param>
/// <param name="Entries">Everyone, in the order of the columns.</param>
internal sealed record Cell(string Images, int Neurons, double Density, int Edges, int Samples, IReadOnlyList<Entry> Entries);

/// <summary>One contestant's result.</summary>
/// <param name="Name">The contestant.</param>
/// <param name="Flops">FLOPs a sample.</param>
/// <param name="Nanoseconds">Nanoseconds a sample.</param>
/// <param name="Bytes">Managed bytes allocated a call.</param>
internal sealed record Entry(string Name, long Flops, double Nanoseconds, long Bytes);
