using System.Buffers;
using System.Text;
using System.Text.Json;

namespace FreeNets.Fuzz.Mutators;

/// <summary>Changes JSON value by value: most of what comes of it is JSON still.</summary>
internal static class JsonMutator
{
    private static readonly SearchValues<byte> s_base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);

    /// <param name="bytes">JSON; what is none comes back as it is.</param>
    /// <param name="random">Decides.</param>
    public static byte[] Mutate(byte[] bytes, Random random)
    {
        var (values, members) = Parts(bytes);
        if (values.Count == 0)
        {
            return bytes;
        }

        var value = values[random.Next(values.Count)];
        var member = members.Count > 0 ? members[random.Next(members.Count)] : value;
        return random.Next(8) switch
        {
            0 => Without(bytes, member),
            1 => [.. bytes[..member.End], (byte)',', .. bytes[member.Start..]],
            2 => Replaced(bytes, value, bytes[values[random.Next(values.Count)].AsRange]),
            _ => Replaced(bytes, value, Other(bytes[value.AsRange], random)),
        };
    }

    /// <summary>A value in the place of another: mostly one of the same kind.</summary>
    private static byte[] Other(byte[] value, Random random)
    {
        var kind = random.Next(5) == 0
            ? random.Next(4)
            : (char)value[0] switch { '"' => 0, '[' or '{' => 2, 't' or 'f' or 'n' => 3, _ => 1 };
        return Encoding.UTF8.GetBytes(kind switch
        {
            0 when value.Length >= 10 && IsBase64(value) => $"\"{Block(value, random)}\"",
            0 => random.Next(10) == 0 ? "\"\\ud800\"" : JsonSerializer.Serialize(Hostility.Text(random)),
            1 => Hostility.Number(random),
            2 => random.Next(6) switch
            {
                0 => "[]",
                1 => "{}",
                2 => new string('[', random.Next(1, 300)),
                3 => "[[[]]]",
                4 => "{\"a\":1,\"a\":2}",
                _ => $"[{Hostility.Number(random)}]",
            },
            _ => random.Next(4) switch { 0 => "true", 1 => "false", 2 => "null", _ => "nul" },
        });
    }

    private static bool IsBase64(byte[] text) =>
        (text.Length - 2) % 4 == 0 && text.AsSpan(1, text.Length - 2).IndexOfAnyExcept(s_base64) < 0;

    /// <summary>Weights or bits, of as many bytes or of others.</summary>
    private static string Block(byte[] text, Random random)
    {
        var base64 = Encoding.ASCII.GetString(text.AsSpan(1, text.Length - 2));
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var count) && random.Next(8) != 0
            ? Convert.ToBase64String(ByteMutator.Mutate(bytes[..count], random))
            : Encoding.ASCII.GetString(ByteMutator.Mutate(Encoding.ASCII.GetBytes(base64), random)).Replace('"', '!').Replace('\\', '!');
    }

    private static byte[] Replaced(byte[] bytes, Part part, byte[] value) => [.. bytes[..part.Start], .. value, .. bytes[part.End..]];

    /// <summary>Without a member or an item, and one of the commas around it.</summary>
    private static byte[] Without(byte[] bytes, Part part)
    {
        var (start, end) = (part.Start, part.End);
        if (end < bytes.Length && bytes[end] == ',')
        {
            end++;
        }
        else if (start > 0 && bytes[start - 1] == ',')
        {
            start--;
        }

        return [.. bytes[..start], .. bytes[end..]];
    }

    /// <summary>Where values stand, and where members and items of lists do.</summary>
    private static (List<Part> Values, List<Part> Members) Parts(byte[] bytes)
    {
        var (values, members) = (new List<Part>(), new List<Part>());
        var open = new Stack<(int Start, int Name)>();
        var name = -1;
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 512 });
        try
        {
            while (reader.Read())
            {
                var (start, end) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = start;
                        continue;
                    case JsonTokenType.StartArray or JsonTokenType.StartObject:
                        open.Push((start, name));
                        name = -1;
                        continue;
                    case JsonTokenType.EndArray or JsonTokenType.EndObject:
                        (start, name) = open.Pop();
                        break;
                    default:
                        break;
                }

                values.Add(new Part(start, end));
                members.Add(new Part(name >= 0 ? name : start, end));
                name = -1;
            }
        }
        catch (JsonException)
        {
            // Then what came before the fault is mutated.
        }

        return (values, members);
    }

    private readonly record struct Part(int Start, int End)
    {
        public Range AsRange => Start..End;
    }
}
