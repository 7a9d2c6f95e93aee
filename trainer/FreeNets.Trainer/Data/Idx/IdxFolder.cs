namespace FreeNets.Trainer.Data.Idx;

/// <summary>Reads a data set from a folder with four IDX files: images and labels, for training and for test.</summary>
public static class IdxFolder
{
    /// <summary>The path of a file in a folder, packed or not; the unpacked one where both exist; null where neither does.</summary>
    public static string? Find(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : File.Exists(path + ".gz") ? path + ".gz" : null;
    }

    /// <summary>Reads the four files and checks them against each other.</summary>
    /// <param name="name">The name the set is to have.</param>
    /// <param name="folder">An existing folder.</param>
    /// <param name="layout">How the files are named; images are returned upright and labels from 0 in any case.</param>
    /// <param name="classNames">One name a class; null: from the folder's mapping, or the numbers.</param>
    /// <exception cref="DataException">A file is absent or damaged, or the files contradict each other.</exception>
    public static DataSet Read(string name, string folder, FileLayout layout, IReadOnlyList<string>? classNames)
    {
        var missing = layout.Files.Where(file => Find(folder, file) is null).ToList();
        if (missing.Count > 0)
        {
            throw new DataException($"{folder}: incomplete: no {string.Join(", no ", missing.Select(file => file + "[.gz]"))}. "
                + "Add what is missing, or remove the folder so that a named set is downloaded afresh.");
        }

        var train = ReadImageSet(folder, layout.Train, layout);
        var test = ReadImageSet(folder, layout.Test, layout);
        if ((train.Rows, train.Columns) != (test.Rows, test.Columns))
        {
            throw new DataException($"{folder}: training images are {train.Rows} × {train.Columns} pixels, test images "
                + $"{test.Rows} × {test.Columns}. Put files of one data set together.");
        }

        classNames ??= ClassNames.Read(folder, layout) ?? ClassNames.Numbers(train.Labels.Max() + 1);
        CheckLabels(train, folder, layout.Train, layout, classNames.Count);
        CheckLabels(test, folder, layout.Test, layout, classNames.Count);
        return new DataSet(name, train, test, classNames);
    }

    private static ImageSet ReadImageSet(string folder, string prefix, FileLayout layout)
    {
        var imageFile = Find(folder, FileLayout.Images(prefix))!;
        var labelFile = Find(folder, FileLayout.Labels(prefix))!;
        var labels = IdxFile.ReadLabels(labelFile);
        var (pixels, count, rows, columns) = IdxFile.ReadImages(imageFile);
        if (count != labels.Length)
        {
            throw new DataException($"{labelFile}: {labels.Length} labels for the {count} images of {Path.GetFileName(imageFile)}. "
                + "Put files of one data set together.");
        }

        if (layout.FirstLabel != 0)
        {
            ShiftLabels(labels, layout.FirstLabel, labelFile);
        }
        return layout.Transposed
            ? new ImageSet(Transpose(pixels, count, rows, columns), labels, Rows: columns, Columns: rows)
            : new ImageSet(pixels, labels, rows, columns);
    }

    private static void ShiftLabels(byte[] labels, int firstLabel, string labelFile)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < firstLabel)
            {
                throw LabelOutside(labelFile, i, labels[i], firstLabel, "up");
            }
            labels[i] -= (byte)firstLabel;
        }
    }

    private static byte[] Transpose(byte[] pixels, int count, int rows, int columns)
    {
        var upright = new byte[pixels.Length];
        for (var i = 0; i < count; i++)
        {
            var offset = i * rows * columns;
            for (var r = 0; r < rows; r++)
            {
                for (var c = 0; c < columns; c++)
                {
                    upright[offset + (c * rows) + r] = pixels[offset + (r * columns) + c];
                }
            }
        }
        return upright;
    }

    private static void CheckLabels(ImageSet images, string folder, string prefix, FileLayout layout, int classes)
    {
        var i = images.Labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)Math.Min(classes - 1, byte.MaxValue));
        if (i >= 0)
        {
            var labelFile = Find(folder, FileLayout.Labels(prefix))!;
            var last = classes - 1 + layout.FirstLabel;
            throw LabelOutside(labelFile, i, images.Labels[i] + layout.FirstLabel, layout.FirstLabel, $"to {last}");
        }
    }

    private static DataException LabelOutside(string labelFile, int index, int label, int first, string range) =>
        new($"{labelFile}: label {label} of image {index} (offset {8 + index}) is outside the classes, {first} {range}. "
            + "Put files of one data set together, or correct the folder's mapping.txt or labels.txt.");
}
