using System.Collections;
using FreeNets.Import.Onnx;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace FreeNets.Fuzz.Mutators;

/// <summary>
/// Changes ONNX files field by field, whatever the message: names are exchanged, lists grow and shrink, numbers become hostile.
/// </summary>
internal static class OnnxMutator
{
    public static byte[] Mutate(byte[] bytes, Random random)
    {
        if (random.Next(8) == 0)
        {
            return ByteMutator.Mutate(bytes, random);
        }

        var model = ModelProto.Parser.ParseFrom(bytes);
        for (var more = random.Next(1, 4); more > 0; more--)
        {
            Change(model, random);
        }

        return model.ToByteArray();
    }

    private static void Change(ModelProto model, Random random)
    {
        List<IMessage> messages = [.. All(model)];
        var message = messages[random.Next(messages.Count)];
        var fields = message.Descriptor.Fields.InDeclarationOrder();
        List<FieldDescriptor> present = [.. fields.Where(field => IsPresent(field, message))];
        var field = present.Count > 0 && random.Next(8) != 0 ? present[random.Next(present.Count)] : fields[random.Next(fields.Count)];
        if (field.IsRepeated)
        {
            ChangeList((IList)field.Accessor.GetValue(message), field, messages, random);
        }
        else if (random.Next(6) == 0 && field.FieldType != FieldType.Message)
        {
            field.Accessor.Clear(message);
        }
        else if (Value(field, field.Accessor.GetValue(message), messages, random) is { } value)
        {
            field.Accessor.SetValue(message, value);
        }
    }

    private static void ChangeList(IList list, FieldDescriptor field, List<IMessage> messages, Random random)
    {
        var at = list.Count > 0 ? random.Next(list.Count) : 0;
        switch (random.Next(6))
        {
            case 0 when list.Count > 0:
                list.RemoveAt(at);
                break;
            case 1 when list.Count > 0:
                list.Add(list[at] is IMessage message ? Copy(message) : list[at]);
                break;
            case 2 when list.Count > 1:
                var other = random.Next(list.Count);
                (list[at], list[other]) = (list[other], list[at]);
                break;
            case 3 when random.Next(4) == 0:
                list.Clear();
                break;
            default:
                if (Value(field, list.Count > 0 ? list[at] : null, messages, random) is not { } value)
                {
                    break;
                }

                if (list.Count > 0 && random.Next(4) != 0)
                {
                    list[at] = value;
                }
                else
                {
                    list.Add(value);
                }

                break;
        }
    }

    /// <summary>Another value for a field; null to leave it.</summary>
    private static object? Value(FieldDescriptor field, object? old, List<IMessage> messages, Random random) => field.FieldType switch
    {
        FieldType.String => random.Next(2) == 0
            ? Hostility.Text(random)
            : Names(messages) is { Count: > 0 } names
            ? names[random.Next(names.Count)]
            : "",
        FieldType.Bytes => random.Next(2) == 0
            ? ByteString.CopyFromUtf8(Hostility.Text(random))
            : ByteString.CopyFrom(ByteMutator.Mutate(old is ByteString bytes ? bytes.ToByteArray() : [], random)),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Hostility.Whole(random),
        FieldType.UInt64 or FieldType.Fixed64 => (ulong)Hostility.Whole(random),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => (int)Hostility.Whole(random),
        FieldType.UInt32 or FieldType.Fixed32 => (uint)Hostility.Whole(random),
        FieldType.Float => Hostility.Float(random),
        FieldType.Double => (double)Hostility.Float(random),
        FieldType.Bool => random.Next(2) == 0,
        FieldType.Enum => Enum.ToObject(old?.GetType() ?? field.EnumType.ClrType, random.Next(-1, 25)),
        FieldType.Message => messages.Where(message => message.Descriptor == field.MessageType).ToList() is { Count: > 0 } same
            && Copy(same[random.Next(same.Count)]) is var copy
            ? copy
            : null,
        _ => null,
    };

    private static List<string> Names(List<IMessage> messages) =>
        [
            .. messages.OfType<NodeProto>().SelectMany(static node => node.Input.Concat(node.Output)),
            .. messages.OfType<TensorProto>().Select(static tensor => tensor.Name),
        ];

    private static IMessage Copy(IMessage message) => message.Descriptor.Parser.ParseFrom(message.ToByteArray());

    private static bool IsPresent(FieldDescriptor field, IMessage message) =>
        field.IsRepeated ? ((IList)field.Accessor.GetValue(message)).Count > 0
        : field.HasPresence ? field.Accessor.HasValue(message)
        : field.Accessor.GetValue(message) is not ("" or 0 or 0L or 0f or null);

    private static IEnumerable<IMessage> All(IMessage message)
    {
        yield return message;
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder()
            .Where(field => field.FieldType == FieldType.Message && IsPresent(field, message)))
        {
            var value = field.Accessor.GetValue(message);
            foreach (var nested in (field.IsRepeated ? ((IList)value).Cast<IMessage>() : [(IMessage)value]).SelectMany(All))
            {
                yield return nested;
            }
        }
    }
}
