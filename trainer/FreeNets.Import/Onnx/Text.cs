using FreeNets.Import.Graph;

namespace FreeNets.Import.Onnx;

/// <summary>A stranger's text in a message.</summary>
internal static class Text
{
    private const int Longest = 120;

    /// <summary>One line, not too long, without what could steer a terminal.</summary>
    public static string Shown(string text) =>
        string.Concat(
            (text.Length > Longest ? text[..Longest] + "…" : text)
                .Select(static c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? '?' : c));

    /// <summary>[batch, 28, 28]</summary>
    public static string Shape(IEnumerable<int> shape) =>
        $"[{string.Join(", ", shape.Select(static size => size is BatchRules.Nominal or BatchRules.OtherNominal ? "batch" : $"{size}"))}]";
}
