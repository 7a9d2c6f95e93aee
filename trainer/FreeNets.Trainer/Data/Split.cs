namespace FreeNets.Trainer.Data;

/// <summary>Draws the part of the samples that is held out.</summary>
internal static class Split
{
    /// <summary>What is drawn with a seed; each is a stream of its own.</summary>
    public enum Part
    {
        /// <summary>The test samples of data that come as one.</summary>
        Test = 2,

        /// <summary>Training samples that are only measured on.</summary>
        Validation,

        /// <summary>The parts that take turns as test samples.</summary>
        Folds,
    }

    /// <summary>
    /// The numbers of the samples that stay, and of those that are held out: a fraction of the samples with each class in proportion, or
    /// of the groups where there are some. Both in ascending order.
    /// </summary>
    public static (int[] Kept, int[] Held) Of(Samples samples, double fraction, long seed, Part part)
    {
        var order = Order(samples, seed, part);
        var held = order.Take((int)Math.Round(fraction * order.Count)).SelectMany(static unit => unit).ToHashSet();
        var numbers = Enumerable.Range(0, samples.Count).ToArray();
        return ([.. numbers.Where(number => !held.Contains(number))], [.. numbers.Where(held.Contains)]);
    }

    /// <summary>The same of a part to test with, which may be one of several folds: each sample is held out in one of them.</summary>
    public static (int[] Kept, int[] Held) Of(Samples samples, Holding holding)
    {
        if (holding.Fold is not { } fold)
        {
            return Of(samples, holding.Fraction, holding.Seed, Part.Test);
        }

        var held = Order(samples, holding.Seed, Part.Folds)
            .Where((_, place) => place % fold.Of == fold.Number)
            .SelectMany(static unit => unit)
            .Order()
            .ToArray();
        return ([.. Enumerable.Range(0, samples.Count).Except(held)], held);
    }

    /// <summary>
    /// The samples, or whole groups of them, in an order that spreads the classes evenly: the first n of them hold each class in
    /// proportion, as far as integers can, for every n. Within a class the seed decides.
    /// </summary>
    public static IReadOnlyList<int[]> Order(Samples samples, long seed, Part part)
    {
        var units = samples.Groups.Length == 0
            ? [.. Enumerable.Range(0, samples.Count).Select(static sample => new[] { sample })]
            : Enumerable.Range(0, samples.Count).GroupBy(
                sample => samples.Groups[sample]).Select(static group => group.ToArray()).ToArray();
        SeededRandom.Open(seed, (uint)part).Shuffle(units);
        var byClass = units.GroupBy(unit => samples.Labels.Length > 0 ? samples.Labels[unit[0]] : 0);
        return
        [
            .. byClass.SelectMany(static label => label.Select((unit, i) => (Unit: unit, Place: (i + 0.5) / label.Count())))
                .OrderBy(static placed => placed.Place)
                .Select(static placed => placed.Unit),
        ];
    }
}
