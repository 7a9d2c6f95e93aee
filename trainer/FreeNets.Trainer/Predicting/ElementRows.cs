using System.Buffers.Binary;
using FreeNets.Model;
using FreeNets.Trainer.Data;

namespace FreeNets.Trainer.Predicting;

/// <summary>Samples of a binary file.</summary>
internal sealed class ElementRows : RowSource
{
    private readonly string _name;
    private readonly Stream _stream;
    private readonly ElementHeader _header;
    private readonly int _bytesAValue;
    private readonly byte[] _bytes;
    private long _row;

    /// <exception cref="DataException">A sample has not as many values as the network inputs.</exception>
    public ElementRows(string name, Stream stream, ElementHeader header, FreeNet net)
    {
        (_name, _stream, _header) = (name, stream, header);
        _bytesAValue = header.Type switch
        {
            ElementType.UInt8 => 1,
            ElementType.Int32 or ElementType.Float32 => 4,
            _ => 8,
        };
        _bytes = header.Values == net.Inputs
            ? new byte[checked(net.Inputs * _bytesAValue)]
            : throw new DataException($"{name}: a sample has {header.Values} values, and the model {net.Inputs} inputs.");
    }

    public override bool Read(Span<float> row)
    {
        if (_row == _header.Rows)
        {
            return _stream.ReadByte() < 0
                ? false
                : throw new DataException($"{_name}: bytes follow the {_row} samples that its header promises. Write it again.");
        }

        int read;
        try
        {
            read = _stream.ReadAtLeast(_bytes, _bytes.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new DataException($"{_name}, row {_row + 1}: cannot be read ({e.Message.TrimEnd('.')}).", e);
        }

        if (read == 0 && _header.Rows is null)
        {
            return false;
        }

        _row++;
        if (read < _bytes.Length)
        {
            throw new DataException($"{_name}, row {_row}: "
                + $"ends after {read} of {_bytes.Length} bytes{(_header.Rows is { } rows ? $"; its header promises {rows} rows" : "")}.");
        }

        for (var i = 0; i < row.Length; i++)
        {
            row[i] = Value(_bytes.AsSpan(i * _bytesAValue, _bytesAValue));
        }

        return true;
    }

    public override void Dispose() => _stream.Dispose();

    private float Value(ReadOnlySpan<byte> bytes) => (_header.Type, _header.IsBigEndian) switch
    {
        (ElementType.UInt8, _) => bytes[0],
        (ElementType.Int32, false) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        (ElementType.Int32, true) => BinaryPrimitives.ReadInt32BigEndian(bytes),
        (ElementType.Int64, false) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        (ElementType.Int64, true) => BinaryPrimitives.ReadInt64BigEndian(bytes),
        (ElementType.Float32, false) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        (ElementType.Float32, true) => BinaryPrimitives.ReadSingleBigEndian(bytes),
        (_, false) => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        (_, true) => (float)BinaryPrimitives.ReadDoubleBigEndian(bytes),
    };
}
