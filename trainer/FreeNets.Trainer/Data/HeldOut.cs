namespace FreeNets.Trainer.Data;

/// <summary>Holds out the test samples of data that come as one.</summary>
internal static class HeldOut
{
    /// <summary>Refuses folds where the test samples are given.</summary>
    /// <exception cref="DataException">Folds were asked for.</exception>
    public static void CheckNoFolds(string source, Holding holding)
    {
        if (holding.Fold is not null)
        {
            throw new DataException(
                $"{source}: the test samples are given, so --folds have nothing to take turns with. Leave one of them out.");
        }
    }

    /// <summary>Two parts, each with every class in proportion, and no group in both.</summary>
    /// <param name="source">The data's place, for messages.</param>
    /// <param name="all">The samples.</param>
    /// <param name="classes">The classes' names; empty where numbers are predicted.</param>
    /// <param name="holding">What to hold out.</param>
    /// <exception cref="DataException">A class has one sample, or one group, only; or a part would be empty.</exception>
    public static (Samples Train, Samples Test) Of(string source, Samples all, IReadOnlyList<string> classes, Holding holding)
    {
        var unit = all.Groups.Length > 0 ? "recording" : "sample";
        var order = Split.Order(all, holding.Seed, Split.Part.Test);
        var alone = order
            .CountBy(samples => all.Labels.Length > 0 ? all.Labels[samples[0]] : 0)
            .FirstOrDefault(static label => label.Value == 1);
        if (classes.Count > 0 && alone.Value == 1)
        {
            throw new DataException(
                $"{source}: only one {unit} is '{classes[alone.Key]}', which cannot both be trained on and tested with. "
                + "Add some of this class, or take it out.");
        }

        if (holding.Fold is { Of: var folds } && order.Count < folds)
        {
            throw new DataException($"{source}: {order.Count} {unit}s cannot be parted into {folds} folds. Lower --folds.");
        }

        var (kept, held) = Split.Of(all, holding);
        return kept.Length > 0 && held.Length > 0
            ? (all.Select(kept), all.Select(held))
            : throw new DataException(
                $"{source}: {all.Count} samples are too few to hold out {holding.Fraction:P0} of them. Add some, or change --test.");
    }
}
