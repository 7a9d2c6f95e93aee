namespace FreeNets.Trainer.Data;

/// <summary>Data that can be read, but that nothing can be learnt from, or less than one may think.</summary>
internal static class DataFaults
{
    /// <summary>Refuses a set that has nothing to tell apart.</summary>
    /// <exception cref="DataException">All training images are black, or of one class.</exception>
    public static void Check(DataSet data)
    {
        if (data.Train.Labels.Distinct().Count() < 2)
        {
            throw new DataException(
                $"{data.Name}: all training images have the label {data.Train.Labels[0]}. Give images of at least two classes.");
        }

        if (data.Train.Pixels.AsSpan().IndexOfAnyExcept((byte)0) < 0)
        {
            throw new DataException($"{data.Name}: every pixel of the training images is 0. Check how the image file was made.");
        }
    }

    /// <summary>What to be told before a training: classes that cannot be learnt.</summary>
    public static IEnumerable<string> WarningsOf(DataSet data)
    {
        var known = data.Train.Labels.ToHashSet();
        var missing = Enumerable.Range(0, data.Classes).Where(label => !known.Contains((byte)label)).ToArray();
        if (missing.Length > 0)
        {
            var some = string.Join(", ", missing.Take(5));
            yield return $"{missing.Length} of {data.Classes} classes have no training image ({some}{(missing.Length > 5 ? ", …" : "")}), "
                + "and an output each. "
                + "Number the labels from 0 without gaps.";
        }
    }
}
