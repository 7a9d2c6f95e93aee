using System.Security.Cryptography;
using System.Text;
using FreeNets.Model.Json;

namespace FreeNets.Model;

/// <summary>
/// SHA-256 over the UTF-8 bytes of a model file's text from its opening brace to before the comma that precedes the member
/// <c>sha256</c>, white space outside strings left out, so that changed line ends or indentation do not matter.
/// </summary>
internal static class FnetChecksum
{
    /// <summary>64 lower-case hexadecimal digits for the well-formed JSON between two offsets.</summary>
    public static string Compute(string text, int start, int end)
    {
        using var sha = SHA256.Create();
        var encoder = new UTF8Encoding().GetEncoder();
        var chars = new char[4096];
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(chars.Length)];
        var count = 0;
        var isInString = false;
        for (var i = start; i < end; i++)
        {
            var c = text[i];
            if (isInString || !JsonReader.IsWhiteSpace(c))
            {
                Append(c);
            }

            if (isInString && c == '\\')
            {
                // A string never ends inside the range, so there is a next character; it is no closing quote.
                Append(text[++i]);
            }
            else if (c == '"')
            {
                isInString = !isInString;
            }
        }

        Flush();
        sha.TransformFinalBlock(bytes, 0, 0);
        return string.Concat(sha.Hash!.Select(static b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));

        void Append(char c)
        {
            chars[count++] = c;
            if (count == chars.Length)
            {
                Flush();
            }
        }

        void Flush()
        {
            var length = encoder.GetBytes(chars, 0, count, bytes, 0, flush: false);
            sha.TransformBlock(bytes, 0, length, null, 0);
            count = 0;
        }
    }
}
