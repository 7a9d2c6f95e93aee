using System.Globalization;

namespace FreeNets.Model.Json;

/// <summary>A JSON value and where it starts in the text.</summary>
internal abstract class JsonValue(int offset)
{
    public int Offset { get; } = offset;

    /// <summary>What the value is, for messages: "an object", "a string" …</summary>
    public abstract string Kind { get; }
}

internal sealed class JsonObject(int offset, List<JsonMember> members) : JsonValue(offset)
{
    public List<JsonMember> Members { get; } = members;

    public override string Kind => "an object";

    public JsonMember? Find(string name)
    {
        foreach (var member in Members)
        {
            if (member.Name == name)
            {
                return member;
            }
        }

        return null;
    }
}

/// <summary>A member of an object; the offset is that of its name's opening quote.</summary>
internal sealed class JsonMember(int offset, string name, JsonValue value)
{
    public int Offset { get; } = offset;

    public string Name { get; } = name;

    public JsonValue Value { get; } = value;
}

internal sealed class JsonArray(int offset, List<JsonValue> items) : JsonValue(offset)
{
    public List<JsonValue> Items { get; } = items;

    public override string Kind => "an array";
}

internal sealed class JsonString(int offset, string text, bool escaped) : JsonValue(offset)
{
    /// <summary>The content, escapes resolved.</summary>
    public string Text { get; } = text;

    public override string Kind => "a string";

    /// <summary>Where character <paramref name="index"/> of the content stands, or the opening quote where escapes hide that.</summary>
    public int OffsetOf(int index) => escaped ? Offset : Offset + 1 + index;
}

/// <summary>A number as written; converted on demand, so that no digit is lost on the way.</summary>
internal sealed class JsonNumber(int offset, string text) : JsonValue(offset)
{
    public string Text { get; } = text;

    public override string Kind => "a number";

    /// <summary>The nearest float64, infinite where there is none.</summary>
    public double ToDouble()
    {
        var isNegative = Text[0] == '-';
        if (!double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            // .NET Framework's parser refuses what overflows.
            return isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        }

        // .NET Framework's parser drops the sign of −0.
        return value == 0 && isNegative ? -0.0 : value;
    }

    /// <summary>The integer, or null where there is a fraction, an exponent or an overflow.</summary>
    public long? ToInteger() =>
        long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
}

/// <summary><c>true</c>, <c>false</c> or <c>null</c>.</summary>
internal sealed class JsonLiteral(int offset, string text) : JsonValue(offset)
{
    public override string Kind => text;
}
