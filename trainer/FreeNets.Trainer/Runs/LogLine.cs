using System.Buffers.Binary;
using System.Text.Json;
using FreeNets.Model;

namespace FreeNets.Trainer.Runs;

/// <summary>One line of a log, read strictly: a member that is absent, of another type or out of range is a fault.</summary>
/// <param name="number">The line's number in its file, from 1.</param>
/// <param name="json">The line's object.</param>
internal sealed class LogLine(int number, JsonElement json)
{
    private const int MaxText = 200;
    private const long MaxCount = 1L << 53;

    /// <summary>The object that is this line's member <paramref name="name"/>.</summary>
    public LogLine Object(string name) =>
        Member(name) is { ValueKind: JsonValueKind.Object } value ? new LogLine(number, value) : throw Fault(name, "is not an object");

    /// <summary>Like <see cref="Object"/>, or null where the member is absent or null.</summary>
    public LogLine? OptionalObject(string name) => IsAbsent(name) ? null : Object(name);

    /// <summary>An integer from <paramref name="low"/> to 2^53.</summary>
    public long Count(string name, long low = 0) =>
        Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var count) && count >= low && count <= MaxCount
            ? count
            : throw Fault(name, $"is not an integer from {low}");

    /// <summary>An integer from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public int Count(string name, int low, int high) =>
        Count(name, low) is var count && count <= high ? (int)count : throw Fault(name, $"is above {high}");

    /// <summary>Like <see cref="Count(string, long)"/>, or null where the member is absent or null.</summary>
    public long? OptionalCount(string name) => IsAbsent(name) ? null : Count(name);

    /// <summary>Any 64-bit integer.</summary>
    public long Whole(string name) =>
        Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var whole)
            ? whole
            : throw Fault(name, "is not an integer");

    /// <summary>A finite number.</summary>
    public double Number(string name) =>
        Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var result) && double.IsFinite(result)
            ? result
            : throw Fault(name, "is not a number");

    /// <summary>A number in [0, 1].</summary>
    public double Fraction(string name) => Number(name) is var value and >= 0 and <= 1 ? value : throw Fault(name, "is not from 0 to 1");

    /// <summary>true or false.</summary>
    public bool Flag(string name) => Member(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Fault(name, "is neither true nor false"),
    };

    /// <summary>A short text without control characters.</summary>
    public string Text(string name)
    {
        var text = RawText(name);
        return text.Length is > 0 and <= MaxText && !text.Any(static c => char.IsControl(c) || char.IsSurrogate(c))
            ? text
            : throw Fault(name, $"is not 1 to {MaxText} printable characters");
    }

    /// <summary>Like <see cref="Text"/>, or null where the member is absent or null.</summary>
    public string? OptionalText(string name) => IsAbsent(name) ? null : Text(name);

    /// <summary>Base64 of little-endian float32 numbers in [0, 1], exactly <paramref name="count"/> of them.</summary>
    public IReadOnlyList<float> Fractions(string name, int count)
    {
        var bytes = Bytes(name);
        if (bytes.Length != 4L * count)
        {
            throw Fault(name, $"holds {bytes.Length:N0} bytes instead of {4L * count:N0}");
        }

        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i));
            if (!(values[i] >= 0 && values[i] <= 1))
            {
                throw Fault(name, $"holds a number outside 0 to 1 at index {i}");
            }
        }

        return values;
    }

    /// <summary>A graph of <paramref name="neurons"/>.</summary>
    public Ncg Graph(string name, int neurons) =>
        Ncg.FromBytes(neurons, Bytes(name)) ?? throw Fault(name, $"is not a graph of {neurons} neurons");

    /// <summary>All members but null ones, as JSON texts; texts without their quotes.</summary>
    public IReadOnlyDictionary<string, string> Values()
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (member.Value.ValueKind is JsonValueKind.Object)
            {
                foreach (var (name, value) in Object(member.Name).Values())
                {
                    values[$"{member.Name} {name}"] = value;
                }
            }
            else if (member.Value.ValueKind is not JsonValueKind.Null)
            {
                values[member.Name] = member.Value.ValueKind is JsonValueKind.String ? Text(member.Name) : member.Value.GetRawText();
            }
        }

        return values;
    }

    /// <summary>A fault of this line.</summary>
    public RunLogException Fault(string message) => new($"line {number}: {message}");

    private RunLogException Fault(string name, string message) => Fault($"'{name}' {message}");

    private bool IsAbsent(string name) => !json.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null;

    private JsonElement Member(string name) =>
        json.TryGetProperty(name, out var value) ? value : throw Fault(name, "is missing");

    private string RawText(string name)
    {
        try
        {
            return Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Fault(name, "is not text");
        }
        catch (InvalidOperationException)
        {
            throw Fault(name, "is not valid Unicode");
        }
    }

    private byte[] Bytes(string name)
    {
        try
        {
            return Convert.FromBase64String(RawText(name));
        }
        catch (FormatException)
        {
            throw Fault(name, "is not base64");
        }
    }
}
