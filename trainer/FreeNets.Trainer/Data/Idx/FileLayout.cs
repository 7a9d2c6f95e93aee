namespace FreeNets.Trainer.Data.Idx;

/// <summary>How the four files of a data set are named, and what their values mean.</summary>
/// <param name="Train">What the names of the training files begin with, such as <c>train</c>.</param>
/// <param name="Test">What the names of the test files begin with, such as <c>t10k</c>.</param>
/// <param name="Transposed">Whether images are stored column by column and must be turned upright.</param>
/// <param name="FirstLabel">The label, in the files, of the first class.</param>
public sealed record FileLayout(string Train, string Test, bool Transposed, int FirstLabel)
{
    /// <summary>MNIST's own: <c>train-images-idx3-ubyte</c>, <c>t10k-images-idx3-ubyte</c>, upright, labels from 0.</summary>
    public static FileLayout Mnist { get; } = new("train", "t10k", Transposed: false, FirstLabel: 0);

    /// <summary>
    /// The one of the official EMNIST files (Cohen et al., 2017): <c>emnist-balanced-train-images-idx3-ubyte</c> and so on. Their images
    /// are stored column by column, and the labels of the split Letters run from 1 to 26.
    /// </summary>
    /// <param name="split">The name of the partition: <c>balanced</c>, <c>letters</c>, <c>digits</c> …</param>
    public static FileLayout Emnist(string split) =>
        new($"emnist-{split}-train", $"emnist-{split}-test", Transposed: true, FirstLabel: split == "letters" ? 1 : 0);

    /// <summary>The file of images for a prefix, without <c>.gz</c>.</summary>
    public static string Images(string prefix) => $"{prefix}-images-idx3-ubyte";

    /// <summary>The file of labels for a prefix, without <c>.gz</c>.</summary>
    public static string Labels(string prefix) => $"{prefix}-labels-idx1-ubyte";

    /// <summary>All four files, without <c>.gz</c>.</summary>
    public IReadOnlyList<string> Files => [Images(Train), Labels(Train), Images(Test), Labels(Test)];

    /// <summary>Whether a folder has any of the four files, packed or not.</summary>
    public bool AppearsIn(string folder) => Files.Any(name => IdxFolder.Find(folder, name) is not null);

    /// <summary>
    /// The layout a folder's file names show: MNIST's if it has any file so named, otherwise EMNIST's, of the only split there is.
    /// </summary>
    /// <exception cref="DataException">The folder holds several splits of EMNIST, or can not be listed.</exception>
    public static FileLayout Of(string folder)
    {
        if (Mnist.AppearsIn(folder))
        {
            return Mnist;
        }
        var splits = EmnistSplits(folder);
        return splits.Count switch
        {
            0 => Mnist,
            1 => Emnist(splits[0]),
            _ => throw new DataException($"{folder}: holds several splits of EMNIST ({string.Join(", ", splits)}). "
                + "Move the files of the one you want to a folder of their own."),
        };
    }

    private static List<string> EmnistSplits(string folder)
    {
        const string begin = "emnist-";
        const string end = "-train-images-idx3-ubyte";
        try
        {
            return [.. Directory.EnumerateFiles(folder, $"{begin}*{end}*")
                .Select(path => Path.GetFileName(path).Replace(".gz", "", StringComparison.Ordinal))
                .Where(name => name.EndsWith(end, StringComparison.Ordinal))
                .Select(name => name[begin.Length..^end.Length])
                .Distinct()
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{folder}: cannot be listed ({e.Message.TrimEnd('.')}). Check the folder's permissions.", e);
        }
    }
}
