using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FreeNets.Trainer.Search.Budgets;

/// <summary>At most so many live weights of each window of sources, for every neuron: 2/28 means 2 of every 28.</summary>
/// <param name="Most">Live weights of a window, from 1 to <paramref name="Of"/>.</param>
/// <param name="Of">Sources in a window; windows lie one behind the other from source 0 on, and the last may be shorter.</param>
[JsonConverter(typeof(JsonText))]
public readonly record struct Cap(int Most, int Of)
{
    private const int LargestWindow = 1 << 16;

    /// <summary>Reads "2/28"; null when it is something else.</summary>
    public static Cap? Parse(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 2 && Number(parts[0]) is { } most && Number(parts[1]) is { } of && most >= 1 && most <= of
            ? new Cap(most, of)
            : null;

        static int? Number(string part) =>
            int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= LargestWindow ? value : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Most}/{Of}");

    private sealed class JsonText : JsonConverter<Cap>
    {
        public override Cap Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.GetString() ?? "") ?? throw new JsonException();

        public override void Write(Utf8JsonWriter writer, Cap value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
