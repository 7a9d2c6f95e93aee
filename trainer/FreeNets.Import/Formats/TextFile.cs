using System.Globalization;
using System.Text;

namespace FreeNets.Import.Formats;

/// <summary>Text files of networks, which strangers may have made.</summary>
internal static class TextFile
{
    private const int MaxBytes = 1 << 28;

    /// <exception cref="Refusal">It cannot be read, or is too long.</exception>
    public static string Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return stream.Length <= MaxBytes ? reader.ReadToEnd() : throw new Refusal($"has {stream.Length} bytes; {MaxBytes} is the most");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new Refusal($"cannot be read. {e.Message}");
        }
    }

    /// <summary>Lines without their ends.</summary>
    public static string[] Lines(string path) => Read(path).Split('\n').Select(static line => line.TrimEnd('\r')).ToArray();

    /// <exception cref="Refusal">It is no finite number.</exception>
    public static double Number(string text, int line) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw Fault(line, $"'{Onnx.Text.Shown(text)}' is no finite number");

    /// <exception cref="Refusal">It is not an integer from 0 on.</exception>
    public static int Whole(string text, int line) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Fault(line, $"'{Onnx.Text.Shown(text)}' is not an integer from 0 on");

    /// <param name="line">From 0.</param>
    /// <param name="reason">What is wrong there.</param>
    public static Refusal Fault(int line, string reason) => new($"line {line + 1}: {reason}");
}
