using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;
using FreeNets.Model;

namespace FreeNets.Compiler.Lower;

/// <summary>Whether the encoder of one sample skips inputs that are zero.</summary>
internal static class ZeroInputs
{
    /// <summary>Inputs whose places may be listed on the stack: 32 KB.</summary>
    public const int MaxListed = 16_384;

    /// <summary>Whether they are skipped: where the training data had enough of them.</summary>
    public static bool AreSkipped(LinearStage stage) =>
        stage.From is Source.Inputs inputs && AreSkipped(inputs, stage.Width, stage.Rows, stage.Numerics);

    /// <summary>
    /// The same before there is a stage. Raw inputs are listed: where a mean is subtracted first, zeros do not stay zero.
    /// </summary>
    public static bool AreSkipped(Source.Inputs inputs, int width, int neurons, Numerics numerics) =>
        inputs.Domain.Mean == PerInput.Of(0) && inputs.Density < DensestSkipped(neurons, numerics) && width <= MaxListed;

    /// <summary>The fraction of non-zero inputs below which finding them costs less than the weights that need not be read.</summary>
    public static double DensestSkipped(int neurons, Numerics numerics)
    {
        if (numerics is not Numerics.Float32)
        {
            // Pairs of 16-bit weights belong to two inputs. Of int8 only groups of 16 zeros are skipped, which costs next to nothing.
            return numerics is Numerics.Int8 ? 0.8 : 0;
        }

        // Cycles an input on Zen 4. Rows that stream take 2 a cache line; one alone begins and ends inside a line, and its multiply-adds
        // wait for those of the row before.
        const double Finding = 1;
        const double Line = 2;
        var streamed = neurons / 16.0 * Line;
        var alone = Math.Max(Machine.FmaLatency, (neurons + 12 + 15) / 16 * Line);
        return Math.Max(0, (streamed - Finding) / alone);
    }
}
