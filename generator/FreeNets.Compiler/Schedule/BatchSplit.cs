using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Kernels;
using FreeNets.Compiler.Kernels.Linear;
using FreeNets.Compiler.Lower;
using FreeNets.Compiler.Machines;

namespace FreeNets.Compiler.Schedule;

/// <summary>How one family splits a batch: blocks of vectors of samples, then one vector or a few samples at a time.</summary>
/// <param name="Least">Samples from which a vector of them, idle lanes included, is faster than otherwise.</param>
/// <param name="LeastBeside">The same of a vector beside a full one.</param>
/// <param name="MostShared">The most samples that share each load of a weight, one lane a neuron; 1 where what blocks leave runs one by
/// one.</param>
public sealed record BatchSplit(int Least, int LeastBeside, int MostShared)
{
    /// <summary>
    /// Time of a sample that shares weights with one to three others ÷ its share of a full block. Measured at k = 100 on Zen 4 with
    /// AVX-512: 1.14 to 1.16. With 16 registers 1.9 to 2.4, no less than alone.
    /// </summary>
    private const double RestToShare = 1.15;

    /// <summary>
    /// The same of a network whose graph runs in blocks, which a sample that shares the encoder's weights still reads alone. Measured on
    /// 1,000 neurons with every edge: 66 µs alone, 52 with others, 24 in a block.
    /// </summary>
    private const double BlocksRestToShare = 2.2;

    private const double BlocksAloneToShare = 2.7;

    /// <summary>Whether blocks pay: not where most inputs are zero, which only one sample can skip.</summary>
    internal static bool BlocksPay(LinearStage encoder) => encoder.Numerics is not Numerics.Float32 || RowsToShare(encoder) >= 1;

    /// <summary>Time of a sample that runs alone ÷ its share of a full block.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="alone">The kernel of one sample.</param>
    internal static double AloneToShare(LinearStage encoder, Kernel alone) => alone is SparsePermutes permutes
        ? permutes.Cycles / LaneSamples.CyclesOf(encoder) * SparseLanes.DenseToSparse(encoder)
        : RowsToShare(encoder);

    /// <summary>
    /// The same of a sample that reads rows of weights. Measured at k = 100 on Zen 4: 3.1 µs dense, 2.1 µs where it skips half the inputs,
    /// 1.45 µs in a block.
    /// </summary>
    private static double RowsToShare(LinearStage encoder) => SparseLanes.DenseToSparse(encoder) * (IsBeyondCaches(encoder) ? 2.9
        : encoder.Numerics is Numerics.Float32 && ZeroInputs.AreSkipped(encoder) && encoder.From is Source.Inputs { Density: { } density }
        ? 0.25 + (2.3 * density)
        : 2.1);

    /// <summary>The split of a batch. Tiles of lower precision run full vectors alone.</summary>
    /// <param name="program">The program.</param>
    /// <param name="shape">The family.</param>
    /// <param name="encoderAlone">The first stage's kernel of one sample.</param>
    internal static BatchSplit Of(StageProgram program, VectorShape shape, Kernel encoderAlone)
    {
        var encoder = (LinearStage)program.Stages[0];
        if (encoder.Numerics is not Numerics.Float32)
        {
            return new(shape.Lanes, shape.Lanes, 1);
        }

        var hasBlocks = program.Stages.Skip(1).Any(static stage => stage is LinearStage);
        var (alone, rest) = hasBlocks
            ? (BlocksAloneToShare, BlocksRestToShare)
            : (AloneToShare(encoder, encoderAlone), RestToShare * SparseLanes.DenseToSparse(encoder));
        var hasRest = shape == VectorShape.Avx512 && alone > rest;
        var vector = shape.Lanes * VectorToShare(shape);

        // Where whole cache lines are read, rows take a vector more: of 100 neurons three samples still fit the registers. Weights that
        // come from beyond the second cache are worth sharing by more samples than those.
        var most = EncoderLayouts.Of(encoder).Streams ? 3 : IsBeyondCaches(encoder) ? 8 : 4;
        return new(Least(vector), Least((2 * shape.Lanes) - vector), hasRest ? most : 1);

        int Least(double cost)
        {
            var samples = 1;
            while (samples < shape.Lanes && samples * (hasRest && samples > 1 ? rest : alone) < cost)
            {
                samples++;
            }

            return samples;
        }
    }

    private static bool IsBeyondCaches(LinearStage encoder) =>
        encoder.Numerics is Numerics.Float32
            && !ZeroInputs.AreSkipped(encoder)
            && sizeof(float) * (long)encoder.Width * encoder.Rows > Machine.SecondCacheBytes;

    /// <summary>
    /// Time of one vector of samples, one lane each, ÷ its share of a full block of two. Measured at k = 100 on Zen 4: one has too few
    /// sums for a family with 16 registers.
    /// </summary>
    private static double VectorToShare(VectorShape shape) => shape.Accumulators < 20 ? 1.33 : 1.03;
}
