using System.Globalization;
using FreeNets.Trainer.Data.Idx;

namespace FreeNets.Trainer.Data;

/// <summary>The names of the classes of a folder.</summary>
internal static class ClassNames
{
    private const int MostClasses = 256;
    private const int LargestFile = 1 << 16;

    /// <summary>0, 1, 2 …</summary>
    public static IReadOnlyList<string> Numbers(int count) =>
        [.. Enumerable.Range(0, count).Select(label => label.ToString(CultureInfo.InvariantCulture))];

    /// <summary>
    /// Reads <c>labels.txt</c> (one name a line) or <c>mapping.txt</c> (EMNIST's form: label, then the code of the character, then
    /// possibly those of others that were merged with it); null where the folder has neither.
    /// </summary>
    /// <exception cref="DataException">A line is not of that form.</exception>
    public static IReadOnlyList<string>? Read(string folder, FileLayout layout)
    {
        if (ReadLines(Path.Combine(folder, "labels.txt")) is { } labels)
        {
            return labels;
        }
        // The official files call theirs emnist-balanced-mapping.txt.
        var official = layout.Train[..^"train".Length] + "mapping.txt";
        foreach (var path in new[] { Path.Combine(folder, "mapping.txt"), Path.Combine(folder, official) })
        {
            if (ReadLines(path) is { } lines)
            {
                return ParseMapping(path, lines, layout.FirstLabel);
            }
        }
        return null;
    }

    private static List<string>? ReadLines(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }
            if (new FileInfo(path).Length > LargestFile)
            {
                throw new DataException($"{path}: above {LargestFile} bytes, which no list of class names needs. Remove or correct it.");
            }
            var lines = File.ReadAllLines(path).Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
            return lines.Count is > 0 and <= MostClasses
                ? lines
                : throw new DataException($"{path}: {lines.Count} lines; classes number 1 to {MostClasses}. Give one line a class.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be read ({e.Message.TrimEnd('.')}). Check the disk and the file's permissions.", e);
        }
    }

    private static List<string> ParseMapping(string path, List<string> lines, int firstLabel)
    {
        var names = new List<string>();
        foreach (var line in lines)
        {
            var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var expected = names.Count + firstLabel;
            if (fields.Length < 2 || !TryNumber(fields[0], out var label) || label != expected
                || !TryNumber(fields[1], out var code) || !System.Text.Rune.IsValid(code) || code < ' ')
            {
                throw new DataException($"{path}: '{line}', entry {names.Count + 1}, is not 'LABEL CODE' with label {expected}. "
                    + "Write one line a class in the order of the labels, with the character's code, such as '10 65' for A.");
            }
            names.Add(new System.Text.Rune(code).ToString());
        }
        return names;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
