using System.Globalization;
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
        var fields = Nested(name, Value<JsonObject>(name, "an object"));
        fields.Only(known);
        return fields;
    }

    /// <summary>The members of an object that stands at <paramref name="name"/>, a member or an item of one of its lists.</summary>
    public FnetFields Nested(string name, JsonObject value) => new(value, Path(name));

    /// <summary>The members of each object of the list at <paramref name="name"/>, which has no others.</summary>
    public FnetFields[] Objects(string name, string[] known)
    {
        var items = Array(name).Items;
        var objects = new FnetFields[items.Count];
        for (var i = 0; i < objects.Length; i++)
        {
            var path = $"{name}[{i}]";
            objects[i] =
                Nested(path, items[i] as JsonObject ?? throw WrongValue(path, items[i], $"Expected an object, found {items[i].Kind}."));
            objects[i].Only(known);
        }

        return objects;
    }

    public JsonArray Array(string name) => Value<JsonArray>(name, "an array");

    public JsonString String(string name) => Value<JsonString>(name, "a string");

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
        var number = Value<JsonNumber>(name, "an integer");
        return number.ToInteger() is { } value && value >= minimum && value <= maximum
            ? value
            : throw WrongValue(
                name,
                number,
                $"{Quoted.Plain(number.Text)} is not an integer from "
                + $"{FnetNumber.Write(minimum)} to {FnetNumber.Write(maximum)}.");
    }

    public float Float(string name)
    {
        var number = Value<JsonNumber>(name, "a number");
        var value = (float)number.ToDouble();
        return !float.IsInfinity(value) ? value : throw WrongValue(name, number, $"{Quoted.Plain(number.Text)} exceeds float32.");
    }

    public double Double(string name) => Value<JsonNumber>(name, "a number").ToDouble();

    public FnetFaultException WrongValue(string name, JsonValue value, string message) =>
        Fault(FnetErrorKind.WrongValue, name, value.Offset, message);

    public FnetFaultException Fault(FnetErrorKind kind, string name, int offset, string message) =>
        new(kind, Path(name), offset, message);

    /// <summary>A fault of the network, whose field is one of this object or below it, at the field's place.</summary>
    public FnetFaultException Fault(NetFault fault)
    {
        var value = Locate(fault.Field);

        // 16 characters of base64 hold three float32 values.
        var offset = fault.Index is { } index && value is JsonString block ? block.OffsetOf((int)(index * 16L / 3)) : value.Offset;
        return Fault(fault.Kind, fault.Field, offset, fault.Message);
    }

    /// <summary>What stands at a path such as <c>outputGroups[1].name</c>, as far as the file has it.</summary>
    private JsonValue Locate(string field)
    {
        JsonValue value = json;
        foreach (var step in field.Split('.', '['))
        {
            var next = step[step.Length - 1] == ']'
                ? (value as JsonArray)?.Items[int.Parse(step.TrimEnd(']'), CultureInfo.InvariantCulture)]
                : (value as JsonObject)?.Find(step)?.Value;
            if (next is null)
            {
                break;
            }

            value = next;
        }

        return value;
    }

    private string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private T Value<T>(string name, string expected)
        where T : JsonValue
    {
        var value = Member(name).Value;
        return value as T ?? throw WrongValue(name, value, $"Expected {expected}, found {value.Kind}.");
    }
}
