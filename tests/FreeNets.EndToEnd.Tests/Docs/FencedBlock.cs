using System.Text.RegularExpressions;

namespace FreeNets.EndToEnd.Tests.Docs;

/// <summary>A fenced block of a Markdown page.</summary>
/// <param name="Line">The line of its opening fence, from 1.</param>
/// <param name="Language">What the fence says; empty for pictures and output.</param>
/// <param name="Text">What stands between the fences.</param>
/// <param name="NotRun">Why the block cannot be run here, from a comment in the line before; null where it can.</param>
/// <param name="Given">C# statements that a snippet takes for granted, from a comment in the line before.</param>
internal sealed partial record FencedBlock(int Line, string Language, string Text, string? NotRun, string Given)
{
    /// <summary>The blocks of a page, in order.</summary>
    public static FencedBlock[] Read(string markdown)
    {
        var (blocks, lines) = (new List<FencedBlock>(), markdown.Split('\n'));
        for (var first = 0; first < lines.Length; first++)
        {
            if (lines[first].StartsWith("```", StringComparison.Ordinal))
            {
                var end = Array.IndexOf(lines, "```", first + 1);
                Assert.True(end > first, $"The block of line {first + 1} has no end.");
                var before = first == 0 ? "" : lines[first - 1];
                var notRun = Comment(before, "not run");
                blocks.Add(new(
                    first + 1, lines[first][3..], string.Join('\n', lines[(first + 1)..end]), notRun.Length == 0
                        ? null
                        : notRun, Comment(before, "given")));
                first = end;
            }
        }

        return [.. blocks];
    }

    /// <summary>The commands of a shell block, each in one line, without comments.</summary>
    public IEnumerable<string> Commands => Text.Replace("\\\n", " ", StringComparison.Ordinal)
        .Split(["\n", "&&", ";"], StringSplitOptions.None)
        .Select(static line => ShellComment().Replace(line, "").Trim())
        .Where(static line => line.Length > 0);

    private static string Comment(string line, string kind) =>
        line.StartsWith($"<!-- {kind}: ", StringComparison.Ordinal) && line.EndsWith(" -->", StringComparison.Ordinal)
            ? line[$"<!-- {kind}: ".Length..^" -->".Length]
            : "";

    [GeneratedRegex(@"(^|\s)#.*")]
    private static partial Regex ShellComment();
}
