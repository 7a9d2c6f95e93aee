using FreeNets.Model;

namespace FreeNets.Trainer.Data;

/// <summary>One raw input, and how it enters the network while that is trained.</summary>
/// <param name="Column">Its name, and its categories if it is the number of one.</param>
/// <param name="Mean">Subtracted from it.</param>
/// <param name="Scale">Multiplies the difference.</param>
public sealed record Feature(InputColumn Column, float Mean, float Scale)
{
    /// <summary>Whether it becomes one input a category, 1 for its own and 0 for the others; otherwise it is a number.</summary>
    public bool IsOneHot { get; init; }

    /// <summary>Inputs that it becomes.</summary>
    public int Width => IsOneHot ? Column.Categories.Count : 1;
}

/// <summary>How a number that is predicted was standardised: by its mean and standard deviation.</summary>
public readonly record struct Unit(double Mean, double Deviation);

/// <summary>
/// What is done to raw inputs and targets before the training; <see cref="PreparationFold"/> puts it into the network afterwards.
/// </summary>
/// <param name="Features">One a raw input.</param>
/// <param name="Targets">One an output where numbers are predicted; otherwise empty.</param>
public sealed record Preparation(IReadOnlyList<Feature> Features, IReadOnlyList<Unit> Targets)
{
    /// <summary>Inputs of the network while it is trained.</summary>
    public int Width => Features.Sum(static feature => feature.Width);

    /// <summary>The prepared inputs, [count, <see cref="Width"/>].</summary>
    public float[] Inputs(Samples samples)
    {
        var prepared = new float[samples.Count * Width];
        for (var n = 0; n < samples.Count; n++)
        {
            var raw = samples.Numbers.AsSpan(n * samples.Inputs, samples.Inputs);
            var at = n * Width;
            for (var p = 0; p < raw.Length; p++)
            {
                var feature = Features[p];
                prepared[feature.IsOneHot ? at + (int)raw[p] : at] = feature.IsOneHot ? 1 : (raw[p] - feature.Mean) * feature.Scale;
                at += feature.Width;
            }
        }

        return prepared;
    }

    /// <summary>The standardised targets, [count, outputs].</summary>
    public float[] Outputs(Samples samples)
    {
        var prepared = new float[samples.Targets.Length];
        for (var i = 0; i < prepared.Length; i++)
        {
            var unit = Targets[i % Targets.Count];
            prepared[i] = (float)((samples.Targets[i] - unit.Mean) / unit.Deviation);
        }

        return prepared;
    }
}
