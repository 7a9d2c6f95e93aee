using FreeNets.Trainer.Data;

namespace FreeNets.Trainer.Training;

/// <summary>Holds out part of the training samples.</summary>
public static class ValidationSplit
{
    /// <summary>
    /// Two disjoint parts of <paramref name="samples"/>, each with every class in proportion and no group in both, drawn by the seed; the
    /// second is null for a fraction of 0.
    /// </summary>
    /// <exception cref="TrainingException">A part would be empty.</exception>
    public static (Samples Train, Samples? Validation) Of(Samples samples, double fraction, long seed)
    {
        if (fraction == 0)
        {
            return (samples, null);
        }

        var (rest, held) = Split.Of(samples, fraction, seed, Split.Part.Validation);
        if (held.Length == 0 || rest.Length == 0)
        {
            throw new TrainingException(
                $"A fraction {fraction} of {samples.Count} training samples leaves one part empty. Choose another --validation.");
        }

        return (samples.Select(rest), samples.Select(held));
    }
}
