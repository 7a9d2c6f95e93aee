using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>
/// A kernel with a lane a neuron for a tile of samples, one or several, whose states it writes one after the other: a block of samples is
/// some tiles, turned into lanes afterwards.
/// </summary>
/// <param name="Shape">The vectors.</param>
/// <param name="Tile">The register block.</param>
internal abstract record TileKernel(VectorShape Shape, EncoderTile Tile) : Kernel(Shape)
{
    /// <summary>Chunks of neurons, from First up to End, that one method computes in registers.</summary>
    protected sealed record Block(int First, int End);

    /// <inheritdoc/>
    public override string Blocking => Tile.Samples == 1
        ? Tile.InRegisters(Shape)
        : $"blocks of {Shape.Lanes} samples, encoder in tiles of {Tile.Samples} samples and {Tile.Chunks} × {Shape.Lanes} neurons";

    protected VectorText Vector => new(Shape);

    protected string SamplesText => Tile.Samples == 1 ? "one sample" : $"{Tile.Samples} samples";

    protected string WhyTile =>
        FormattableString.Invariant($"{Tile.LoadsPerFma:0.00} loads a multiply-add with {Shape.Accumulators} accumulators");

    protected IEnumerable<Block> Blocks(int neurons)
    {
        var chunks = Shape.Chunks(neurons);
        for (var first = 0; first < chunks; first += Tile.Chunks)
        {
            yield return new Block(first, Math.Min(first + Tile.Chunks, chunks));
        }
    }

    protected string NeuronsOf(Block block, int neurons) =>
        $"neurons {block.First * Shape.Lanes} to {Math.Min(block.End * Shape.Lanes, neurons) - 1}";

    protected StageCost CostOf(LinearStage stage, int productsPerLane, int weightBytes, double? inputs = null)
    {
        var (chunks, read) = (Shape.Chunks(stage.Rows), inputs ?? stage.Width);
        return new StageCost(
            stage.Name,
            Shape.Lanes,
            read * chunks / productsPerLane,
            read * stage.Rows * weightBytes / Tile.Samples,
            Tile.Blocks(chunks) * read * Machine.FmaLatency / Tile.Samples);
    }
}
