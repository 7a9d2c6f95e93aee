using System.Text.Json;

namespace FreeNets.Trainer.Sweeps;

/// <summary>The JSON lines of a run.</summary>
internal static class RunLog
{
    /// <summary>
    /// The line that ends a run that was not interrupted, or null where there is none: the file is not there, empty, cut or no log.
    /// </summary>
    public static JsonElement? End(string path)
    {
        try
        {
            using var line = JsonDocument.Parse(File.ReadLines(path).LastOrDefault() ?? "");
            var end = line.RootElement;
            return end.ValueKind == JsonValueKind.Object
                && end.TryGetProperty("event", out var name) && name.ValueEquals("end")
                && end.TryGetProperty("interrupted", out var interrupted) && interrupted.ValueKind == JsonValueKind.False
                && end.TryGetProperty("testAccuracy", out var accuracy) && accuracy.ValueKind == JsonValueKind.Number
                && end.TryGetProperty("liveEdges", out var edges) && edges.ValueKind == JsonValueKind.Number
                ? end.Clone()
                : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
