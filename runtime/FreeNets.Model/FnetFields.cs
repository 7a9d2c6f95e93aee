using FreeNets.Model.Json;

namespace FreeNets.Model;

/// <summary>The members of one object of a model file, by type; every fault names the member's path and place.</summary>
internal sealed class FnetFields(JsonObject json, string path = "")
{
    /// <summary>Refuses members that are not in <paramref name="known"/>, so that a misspelt optional one does not pass.</summary>
    public void Only(string[] known)
    {
        foreach (var member in json.Members)
        {
            if (!known.Contains(member.Name))
            {
                var message = $"The format has no such member; it has {string.Join(", ", known)}.";
                throw Fault(FnetErrorKind.UnknownField, Quoted.Plain(member.Name), member.Offset, message);
            }
        }
    }

    public bool Has(string name) => json.Find(name) is not null;

    public JsonMember Member(string name) =>
        json.Find(name) ?? throw Fault(FnetErrorKind.MissingField, name, json.Offset, $"The object lacks the member \"{name}\".");

    public FnetFields Object(string name, string[] known)
    {
        var fields = new FnetFields(Value<JsonObject>(name, "an object"), Path(name));
        fields.Only(known);
        return fields;
    }

    public JsonArray Array(string name) => Value<JsonArray>(name, "an array");

    public JsonString String(string name) => Value<JsonString>(name, "a string");

    /// <summary>A string for people to read.</summary>
    public string Text(string name, int minLength, int maxLength)
    {
        var value = String(name);
        CheckText(name, value, minLength, maxLength);
        return value.Text;
    }

    public void CheckText(string name, JsonString value, int minLength, int maxLength)
    {
        if (value.Text.Length < minLength || value.Text.Length > maxLength)
        {
            throw WrongValue(name, value, $"The string has {value.Text.Length} characters; {minLength} to {maxLength} are allowed.");
        }

        var index = FnetFormat.IndexOfForbidden(value.Text);
        if (index >= 0)
        {
            var c = Quoted.Text(value.Text[index].ToString());
            throw WrongValue(name, value, $"The string holds {c} at character {index}; control characters and line ends are not allowed.");
        }
    }

    public bool Choice(string name, string whenFalse, string whenTrue)
    {
        var value = String(name);
        return value.Text == whenTrue || (value.Text == whenFalse
            ? false
            : throw WrongValue(name, value, $"{Quoted.Text(value.Text)} is neither \"{whenFalse}\" nor \"{whenTrue}\"."));
    }

    public int Integer(string name, int minimum, int maximum) => (int)Integer(name, (long)minimum, maximum);

    public long Integer(string name, long minimum, long maximum)
    {
        var number = Value<JsonNumber>(name, "a whole number");
        return number.ToInteger() is { } value && value >= minimum && value <= maximum
            ? value
            : throw WrongValue(
                name,
                number,
                $"{Quoted.Plain(number.Text)} is not a whole number from "
                + $"{FnetNumber.Write(minimum)} to {FnetNumber.Write(maximum)}.");
    }

    public float Float(string name)
    {
        var number = Value<JsonNumber>(name, "a number");
        var value = (float)number.ToDouble();
        return !float.IsInfinity(value) ? value : throw WrongValue(name, number, $"{Quoted.Plain(number.Text)} exceeds float32.");
    }

    /// <summary>A number from 0 to 1.</summary>
    public double Fraction(string name)
    {
        var number = Value<JsonNumber>(name, "a number");
        return number.ToDouble() is >= 0 and <= 1 and var value
            ? value
            : throw WrongValue(name, number, $"{Quoted.Plain(number.Text)} is not between 0 and 1.");
    }

    public FnetFaultException WrongValue(string name, JsonValue value, string message) =>
        Fault(FnetErrorKind.WrongValue, name, value.Offset, message);

    public FnetFaultException Fault(FnetErrorKind kind, string name, int offset, string message) =>
        new(kind, Path(name), offset, message);

    private string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private T Value<T>(string name, string expected)
        where T : JsonValue
    {
        var value = Member(name).Value;
        return value as T ?? throw WrongValue(name, value, $"Expected {expected}, found {value.Kind}.");
    }
}
