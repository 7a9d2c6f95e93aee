using Google.Protobuf;

namespace FreeNets.Benchmarks.Peers.Onnx;

/// <summary>A protocol buffer message written field by field: the few fields of ONNX that an export needs, without its schema.</summary>
internal sealed class ProtoMessage
{
    private readonly List<byte> _bytes = [];

    public ProtoMessage Add(int field, long value) => Write(field, WireFormat.WireType.Varint, output => output.WriteInt64(value));

    public ProtoMessage Add(int field, string value) => Write(field, WireFormat.WireType.LengthDelimited, output => output.WriteString(value));

    public ProtoMessage Add(int field, byte[] value) =>
        Write(field, WireFormat.WireType.LengthDelimited, output => output.WriteBytes(ByteString.CopyFrom(value)));

    public ProtoMessage Add(int field, ProtoMessage value) => Add(field, value.ToBytes());

    public byte[] ToBytes() => [.. _bytes];

    private ProtoMessage Write(int field, WireFormat.WireType type, Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            output.WriteTag(field, type);
            write(output);
        }

        _bytes.AddRange(bytes.ToArray());
        return this;
    }
}
