using System.IO.Compression;
using FreeNets.Model;
using FreeNets.Trainer.Data;

namespace FreeNets.Trainer.Predicting;

/// <summary>Samples, one after the other.</summary>
internal abstract class RowSource : IDisposable
{
    /// <summary>Standard input, as commands spell it.</summary>
    public const string StandardInput = "-";

    /// <summary>Reads the next sample.</summary>
    /// <param name="row">Receives a value for each of the model's inputs.</param>
    /// <returns>False where there is none.</returns>
    /// <exception cref="DataException">The file is cut, or holds something else; the message names file, row and column.</exception>
    public abstract bool Read(Span<float> row);

    public abstract void Dispose();

    /// <summary>Opens a file, or <see cref="StandardInput"/>.</summary>
    /// <param name="path">Its path, or <c>-</c>.</param>
    /// <param name="format">How it holds samples.</param>
    /// <param name="net">Whose inputs are read.</param>
    /// <param name="standardInput">What <c>-</c> is.</param>
    /// <exception cref="DataException">It cannot be read, or does not fit the network.</exception>
    public static RowSource Open(string path, RowFormat format, FreeNet net, Func<Stream> standardInput)
    {
        if (path == StandardInput)
        {
            return Of("standard input", standardInput(), format == RowFormat.Auto ? RowFormat.Raw : format, net);
        }

        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            format = format == RowFormat.Auto ? FormatOf(path, stream) : format;
            if (format != RowFormat.Csv)
            {
                return Of(path, stream, format, net);
            }

            stream.Dispose();
            return new TableSource(path, net, temporary: null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"{path}: no such file. Check the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be read ({e.Message.TrimEnd('.')}). Check the path and the file's permissions.", e);
        }
    }

    private static RowSource Of(string name, Stream stream, RowFormat format, FreeNet net)
    {
        if (format == RowFormat.Csv)
        {
            return TableSource.OfStream(stream, net);
        }

        var plain = format == RowFormat.Idx && IsGzip(stream) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        var header = format switch
        {
            RowFormat.Npy => ElementHeader.OfNpy(name, plain),
            RowFormat.Idx => ElementHeader.OfIdx(name, plain),
            _ => new ElementHeader(ElementType.Float32, null, net.Inputs, false),
        };
        return new ElementRows(name, plain, header, net);
    }

    private static RowFormat FormatOf(string path, FileStream stream)
    {
        Span<byte> first = stackalloc byte[6];
        var read = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return read == 6 && first.SequenceEqual(ElementHeader.NpyMagic) ? RowFormat.Npy
            : read == 6 && (first is [0, 0, 8 or 13, >= 1 and <= 4, ..] or [0x1f, 0x8b, ..]) ? RowFormat.Idx
            : Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".txt" ? RowFormat.Csv
            : RowFormat.Raw;
    }

    private static bool IsGzip(Stream stream)
    {
        if (!stream.CanSeek)
        {
            return false;
        }

        var isGzip = stream.ReadByte() == 0x1f && stream.ReadByte() == 0x8b;
        stream.Position = 0;
        return isGzip;
    }
}
