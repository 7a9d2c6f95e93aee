using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>How one family splits a batch: blocks of two vectors of samples, then one vector or a few samples at a time.</summary>
/// <param name="Least">Samples from which a vector of them, idle lanes included, is faster than otherwise.</param>
/// <param name="LeastBeside">The same of a vector beside a full one.</param>
/// <param name="Rest">
/// Register blocks of 2 and more of the samples left, which share each load of a weight, one lane a neuron; none where they run one by one.
/// </param>
public sealed record BatchSplit(int Least, int LeastBeside, EquatableArray<EncoderTile> Rest)
{
    /// <summary>
    /// The samples of the largest block of <see cref="Rest"/>. Where whole cache lines are read, rows take a vector more: of 100 neurons
    /// three samples still fit the registers.
    /// </summary>
    private static int MostOfRest(EncoderLayout layout) => layout.Streams ? 3 : 4;

    /// <summary>The split of a batch of a network with float32 weights.</summary>
    internal static BatchSplit Of(FreeNet net, VectorShape shape, EncoderLayout layout, int sums)
    {
        var alone = CostModel.AloneToShare(net);
        var hasRest = shape == VectorShape.Avx512 && alone > CostModel.RestToShare;
        var vector = shape.Lanes * CostModel.VectorToShare(shape);
        return new(
            Least(vector),
            Least((2 * shape.Lanes) - vector),
            hasRest ? Enumerable.Range(2, MostOfRest(layout) - 1).Select(samples => Tile(net, shape, sums, samples)).ToArray() : []);

        int Least(double cost)
        {
            var samples = 1;
            while (samples < shape.Lanes && samples * (hasRest && samples > 1 ? CostModel.RestToShare : alone) < cost)
            {
                samples++;
            }

            return samples;
        }
    }

    private static EncoderTile Tile(FreeNet net, VectorShape shape, int sums, int samples)
    {
        var chunks = shape.Chunks(net.Neurons);
        return new(samples, CostModel.Balanced(chunks, Math.Max(1, Math.Min(chunks, shape.Accumulators / (samples * sums)))));
    }
}
