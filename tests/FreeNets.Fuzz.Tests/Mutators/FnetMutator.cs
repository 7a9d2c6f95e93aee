using System.Security.Cryptography;
using System.Text;

namespace FreeNets.Fuzz.Mutators;

/// <summary>
/// Changes model files, and gives most of them the checksum that belongs to them: nothing but the rules then stands between them and a
/// network.
/// </summary>
internal static class FnetMutator
{
    private const string Sum = "\"sha256\"";

    public static byte[] Mutate(byte[] bytes, Random random)
    {
        if (random.Next(8) == 0)
        {
            return ByteMutator.Mutate(bytes, random);
        }

        var mutated = JsonMutator.Mutate(Body(bytes), random);
        for (var more = random.Next(3); more > 0; more--)
        {
            mutated = JsonMutator.Mutate(mutated, random);
        }

        return mutated is [.., (byte)'}'] ? Sealed(mutated) : mutated;
    }

    /// <summary>The file without its checksum, and without white space between tokens.</summary>
    private static byte[] Body(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var end = text.LastIndexOf(Sum, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(Tight(end < 0 ? text : text[..text.LastIndexOf(',', end)] + "}"));
    }

    private static byte[] Sealed(byte[] body)
    {
        var content = body[..^1];
        return [.. content, .. Encoding.UTF8.GetBytes($",{Sum}:\"{Convert.ToHexStringLower(SHA256.HashData(content))}\"}}")];
    }

    private static string Tight(string json)
    {
        var (text, isInString) = (new StringBuilder(json.Length), false);
        for (var i = 0; i < json.Length; i++)
        {
            var character = json[i];
            if (isInString || character is not (' ' or '\t' or '\r' or '\n'))
            {
                text.Append(character);
            }

            if (isInString && character == '\\')
            {
                text.Append(json[++i]);
            }
            else if (character == '"')
            {
                isInString = !isInString;
            }
        }

        return text.ToString();
    }
}
