namespace FreeNets.Trainer.Data.Images;

/// <summary>Makes training data of a folder of images, with a sub-folder a label.</summary>
public static class ImageFolder
{
    private const int MostInputs = 1 << 18;
    private const int NamedFaults = 5;

    /// <summary>What image files end with.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".png", ".jpg", ".jpeg", ".bmp"];

    /// <summary>Reads the folder.</summary>
    /// <param name="folder">The folder: a sub-folder a label, or train and test above them.</param>
    /// <param name="options">How images are made inputs.</param>
    /// <param name="holding">What to hold out where there is no folder test.</param>
    /// <param name="tell">Told what the user should know.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataException">The images cannot be used together.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TrainingData Load(
        string folder, ImageOptions options, Holding holding, Action<string> tell, CancellationToken cancellation = default)
    {
        var folders = LabelFolders.Read(folder, Extensions, "images");
        var frame = options.Size;
        var train = Read(folders.Train, options, ref frame, tell, cancellation);
        if (folders.Test is not null)
        {
            HeldOut.CheckNoFolds(folder, holding);
        }

        var test = folders.Test is null ? null : Read(folders.Test, options, ref frame, tell, cancellation);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        (train, test) = test is null ? HeldOut.Of(folder, train, folders.Labels, holding) : (train, test);
        if (train.Bytes.AsSpan().IndexOfAnyExcept((byte)0) < 0)
        {
            throw new DataException($"{folder}: every pixel of the images is 0. Check how they were made.");
        }

        return new TrainingData(name, train, test, folders.Labels) { IsOwn = true };
    }

    private static Samples Read(
        IReadOnlyList<LabelledFile> files, ImageOptions options, ref (int Width, int Height)? frame, Action<string> tell,
        CancellationToken cancellation)
    {
        var (bytes, labels, faults) = (new List<byte[]>(), new List<byte>(), new List<string>());
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            var (picture, fault) = Picture.Read(file.Path, options.Channels);
            if (picture is null)
            {
                faults.Add($"{file.Path}: {fault}");
                continue;
            }

            var (width, height) = frame ??= FrameOf(file.Path, picture);
            if (options.Size is null && (picture.Width, picture.Height) != (width, height))
            {
                throw new DataException(
                    $"{file.Path}: {picture.Width} × {picture.Height} pixels, and the images before it have {width} × {height}. "
                    + "Give --size, such as --size 28x28, to bring all to one size.");
            }

            bytes.Add(picture.Resize(width, height, options.Fit).Bytes);
            labels.Add((byte)file.Label);
        }

        Report(faults, options.SkipUnreadable, tell);
        return labels.Count == 0
            ? throw new DataException($"{files[0].Path}: no image could be read, of {files.Count}.")
            : new Samples
            {
                Inputs = bytes[0].Length,
                Bytes = [.. bytes.SelectMany(static one => one)],
                Labels = [.. labels],
                Image = options.Channels == Channels.Grey ? (frame!.Value.Height, frame.Value.Width) : null,
            };
    }

    private static (int Width, int Height) FrameOf(string path, Picture first) => first.Bytes.Length <= MostInputs
        ? (first.Width, first.Height)
        : throw new DataException(
            $"{path}: {first.Width} × {first.Height} pixels are {first.Bytes.Length:N0} inputs, above {MostInputs:N0}. "
            + "Give --size, such as --size 28x28.");

    private static void Report(List<string> faults, bool isSkipped, Action<string> tell)
    {
        if (faults.Count == 0)
        {
            return;
        }

        var some = string.Join("; ", faults.Take(NamedFaults)) + (faults.Count > NamedFaults ? "; …" : "");
        if (!isSkipped)
        {
            throw new DataException($"{faults.Count:N0} images cannot be read: {some}. Mend or remove them, or give --skip-unreadable.");
        }

        tell($"{faults.Count:N0} images cannot be read and are left out: {some}.");
    }
}
