using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FreeNets.Trainer.Search;

/// <summary>ε, each value in (0, 1): a constant, or one that goes linearly from the start of the search to its end.</summary>
/// <param name="Start">At the first update.</param>
/// <param name="End">At the last.</param>
[JsonConverter(typeof(JsonNumberOrText))]
public readonly record struct Epsilon(double Start, double End)
{
    private const string Separator = "..";

    /// <summary>A constant ε.</summary>
    public static implicit operator Epsilon(double value) => new(value, value);

    /// <summary>A constant ε.</summary>
    public static Epsilon FromDouble(double value) => value;

    /// <summary>Reads "0.25" or "0.4..0.25"; null when it is neither or out of range.</summary>
    public static Epsilon? Parse(string text)
    {
        var parts = text.Split(Separator);
        if (parts.Length > 2)
        {
            return null;
        }

        return Number(parts[0]) is { } start && Number(parts[^1]) is { } end ? new Epsilon(start, end) : null;

        static double? Number(string part) =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is > 0 and < 1 ? value : null;
    }

    /// <summary>ε when <paramref name="fraction"/>, in [0, 1], of the search is done.</summary>
    public double At(double fraction) => Start == End ? Start : Start + (fraction * (End - Start));

    /// <inheritdoc/>
    public override string ToString() => Start == End
        ? Start.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Start}{Separator}{End}");

    /// <summary>A constant as a number, a schedule as its text.</summary>
    private sealed class JsonNumberOrText : JsonConverter<Epsilon>
    {
        public override Epsilon Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : Parse(reader.GetString() ?? "")) ?? throw new JsonException();

        public override void Write(Utf8JsonWriter writer, Epsilon value, JsonSerializerOptions options)
        {
            if (value.Start == value.End)
            {
                writer.WriteNumberValue(value.Start);
            }
            else
            {
                writer.WriteStringValue(value.ToString());
            }
        }
    }
}
