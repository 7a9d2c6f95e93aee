using System.Text.RegularExpressions;

namespace FreeNets.Tests;

/// <summary>The folders of a project, one namespace each, in the order in which they may use those before them.</summary>
/// <param name="project">The project's folder, from the root of the checkout.</param>
/// <param name="order">The rooms.</param>
/// <param name="uses">Whether code uses a room.</param>
internal sealed partial class Rooms(string project, string[] order, Func<string, string, bool> uses)
{
    /// <summary>C# files by their path inside the project.</summary>
    public string[] Files { get; } = [.. Checkout.Files(project, "*.cs")];

    /// <summary>The files that are in a room.</summary>
    public IEnumerable<string> Furnished => Files.Where(static file => file.Contains('/'));

    /// <summary>The rooms that there are, in alphabetical order.</summary>
    public IEnumerable<string> Found => Furnished.Select(Of).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Each use of a later room, in words.</summary>
    public IEnumerable<string> UsesOfLater =>
        from file in Furnished
        let code = Code(file)
        from later in order.SkipWhile(room => room != Of(file)).Skip(1)
        where uses(code, later)
        select $"{file} uses {later}";

    /// <summary>A file without its comments, documentation and texts.</summary>
    public string Code(string file) => CommentOrText().Replace(File.ReadAllText(Checkout.In($"{project}/{file}")), "");

    private static string Of(string file) => file[..file.IndexOf('/', StringComparison.Ordinal)];

    [GeneratedRegex("""//.*|"(\\.|[^"\\\n])*"|'(\\.|[^'\\])'""")]
    private static partial Regex CommentOrText();
}
