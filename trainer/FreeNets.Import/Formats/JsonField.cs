using System.Text;
using System.Text.Json;

namespace FreeNets.Import.Formats;

/// <summary>A value of a JSON file that a stranger may have made, with its place in it for messages.</summary>
/// <param name="Element">The value.</param>
/// <param name="Where">Where it stands, such as <c>layers[1].weights</c>; empty for the whole file.</param>
internal readonly record struct JsonField(JsonElement Element, string Where)
{
    /// <exception cref="Refusal">The file cannot be read, or is no JSON.</exception>
    public static JsonField Read(string path) => Parse(Encoding.UTF8.GetBytes(TextFile.Read(path)), "is no JSON");

    /// <param name="json">UTF-8.</param>
    /// <param name="fault">What to say where it is no JSON.</param>
    /// <exception cref="Refusal">It is no JSON, or has a string that is not a text.</exception>
    public static JsonField Parse(ReadOnlyMemory<byte> json, string fault)
    {
        try
        {
            var root = JsonDocument.Parse(json).RootElement;

            // The parser takes half characters and bytes that are none, until somebody reads them.
            if (!Ascii.IsValid(json.Span) || json.Span.IndexOf("\\u"u8) >= 0)
            {
                ReadStrings(root);
            }

            return new JsonField(root, "");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new Refusal($"{fault}. {Onnx.Text.Shown(e.Message)}");
        }
    }

    private static void ReadStrings(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    ReadStrings(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    ReadStrings(member.Value);
                }

                break;
            default:
                break;
        }
    }

    public bool IsObject => Element.ValueKind == JsonValueKind.Object;

    public bool IsList => Element.ValueKind == JsonValueKind.Array;

    /// <summary>A member, or null where there is none or it is null.</summary>
    public JsonField? Find(string name) => IsObject && Element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
        ? new JsonField(value, Where.Length > 0 ? $"{Where}.{name}" : name)
        : null;

    public JsonField Member(string name) =>
        Find(name) ?? throw new Refusal($"{(Where.Length > 0 ? $"{Where} has" : "has")} no member '{name}'");

    public JsonField[] Items()
    {
        var where = Where;
        return IsList ? [.. Element.EnumerateArray().Select((item, i) => new JsonField(item, $"{where}[{i}]"))] : throw Fault("is no list");
    }

    public double Number() => Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out var value) && double.IsFinite(value)
        ? value
        : throw Fault("is no finite number");

    public int Whole() =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out var value) ? value : throw Fault("is not an integer");

    public string Text() => Element.ValueKind == JsonValueKind.String ? Element.GetString()! : throw Fault("is no string");

    public bool Flag() =>
        Element.ValueKind is JsonValueKind.True or JsonValueKind.False ? Element.GetBoolean() : throw Fault("is neither true nor false");

    public double[] Numbers() => Array.ConvertAll(Items(), static item => item.Number());

    /// <summary>Numbers, of which there must be so many.</summary>
    public double[] Numbers(int count) => Numbers() is var numbers && numbers.Length == count
        ? numbers
        : throw Fault($"has {Items().Length} numbers, and should have {count}");

    public Refusal Fault(string reason) => new(Where.Length > 0 ? $"{Onnx.Text.Shown(Where)} {reason}" : reason);
}
