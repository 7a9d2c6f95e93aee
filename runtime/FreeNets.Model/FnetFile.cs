using System.Text;

namespace FreeNets.Model;

/// <summary>Model files on disk.</summary>
public static class FnetFile
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The network in the file at <paramref name="path"/>.</summary>
    /// <exception cref="FnetException">The file cannot be read, is 1 GiB or larger, or is no valid model file.</exception>
    public static FreeNet Load(string path)
    {
        var result = FnetReader.Read(ReadText(path));
        return result.IsValid ? result.Net : throw new FnetException(path, result.Error);
    }

    /// <summary>
    /// Writes <paramref name="net"/> to <paramref name="path"/>. An existing file is replaced only once the new one is safely on
    /// disk; whatever fails, it stays as it was, and no temporary file stays behind.
    /// </summary>
    /// <exception cref="ArgumentException">The network is not valid.</exception>
    /// <exception cref="FnetException">The file cannot be written.</exception>
    public static void Save(FreeNet net, string path)
    {
        var bytes = s_utf8.GetBytes(FnetWriter.Write(net));
        try
        {
            var folder = Path.GetDirectoryName(AtomicFile.TargetOf(path));
            if (!Directory.Exists(folder))
            {
                throw new DirectoryNotFoundException($"The folder {folder} does not exist.");
            }

            AtomicFile.Write(path, bytes);
        }
        catch (Exception e) when (IsOfFileSystem(e))
        {
            throw new FnetException($"{path}: cannot be written. {e.Message}", e);
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > FnetFormat.MaxTextLength)
            {
                throw new FnetException($"{path}: holds {stream.Length} bytes; a model file is smaller than 1 GiB.");
            }

            var bytes = new byte[(int)stream.Length];
            var count = 0;
            for (int read; (read = stream.Read(bytes, count, bytes.Length - count)) > 0;)
            {
                count += read;
            }

            return s_utf8.GetString(bytes, 0, count);
        }
        catch (DecoderFallbackException e)
        {
            throw new FnetException($"{path}: is not UTF-8 text, so it is not a model file, or a damaged one.", e);
        }
        catch (Exception e) when (IsOfFileSystem(e))
        {
            throw new FnetException($"{path}: cannot be read. {e.Message}", e);
        }
    }

    private static bool IsOfFileSystem(Exception e) =>
        e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;
}
