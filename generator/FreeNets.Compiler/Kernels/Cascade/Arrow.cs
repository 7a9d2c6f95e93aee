using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Cascade;

/// <summary>Writes where h of a neuron goes: <c>// h2 → 3, 4, 6 to 9; logits 0, 1</c>.</summary>
internal static class Arrow
{
    /// <param name="code">Where to.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="source">The neuron.</param>
    /// <param name="rows">The rows of the state that take it in, ascending.</param>
    public static void Write(CodeWriter code, CascadeStage stage, int source, IEnumerable<int> rows)
    {
        var all = rows.ToArray();
        string[] parts =
        [
            Runs([.. all.Where(row => row < stage.Weights.Columns)]),
            Runs([.. all.Where(row => row >= stage.Weights.Columns).Select(row => row - stage.Weights.Columns)]) is { Length: > 0 } logits
                ? $"logits {logits}"
                : "",
        ];
        code.Line($"// h{source} → {string.Join("; ", parts.Where(static part => part.Length > 0))}");
    }

    private static string Runs(int[] rows)
    {
        var runs = new List<string>();
        for (int first = 0, end; first < rows.Length; first = end)
        {
            for (end = first + 1; end < rows.Length && rows[end] == rows[end - 1] + 1;)
            {
                end++;
            }

            runs.AddRange(
                end - first < 3
                    ? rows.Skip(first).Take(end - first).Select(static row => CSharpText.Integer(row))
                    : [$"{rows[first]} to {rows[end - 1]}"]);
        }

        return string.Join(", ", runs);
    }
}
