using System.Text;

namespace FreeNets.Fuzz.Mutators;

/// <summary>Changes files of lines with numbers and words in them.</summary>
internal static class TextMutator
{
    private static readonly char[] s_separators = [' ', '\t', ','];

    public static byte[] Mutate(byte[] bytes, Random random)
    {
        if (random.Next(6) == 0)
        {
            return ByteMutator.Mutate(bytes, random);
        }

        List<string> lines = [.. Encoding.UTF8.GetString(bytes).Split('\n')];
        for (var more = random.Next(1, 4); more > 0; more--)
        {
            Change(lines, random);
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    private static void Change(List<string> lines, Random random)
    {
        var line = random.Next(lines.Count);
        switch (random.Next(7))
        {
            case 0 when lines.Count > 1:
                lines.RemoveAt(line);
                break;
            case 1:
                lines.Insert(line, lines[random.Next(lines.Count)]);
                break;
            case 2:
                (lines[line], lines[^1]) = (lines[^1], lines[line]);
                break;
            default:
                lines[line] = Changed(lines[line], random);
                break;
        }
    }

    private static string Changed(string line, Random random)
    {
        string[] words = line.Split(s_separators);
        var separator = line.IndexOfAny(s_separators) is var at and >= 0 ? line[at] : ',';
        var word = random.Next(words.Length);
        words[word] = random.Next(8) switch
        {
            0 => Hostility.Text(random),
            1 => $"{words[word]}{separator}{words[word]}",
            2 => words[random.Next(words.Length)],
            3 => new string('9', random.Next(1, 400)),
            _ => Hostility.Number(random),
        };
        return string.Join(separator, words);
    }
}
