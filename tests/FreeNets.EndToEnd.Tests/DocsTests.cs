using System.Text.RegularExpressions;
using FreeNets.EndToEnd.Tests.Docs;
using FreeNets.Tests;

namespace FreeNets.EndToEnd.Tests;

/// <summary>
/// Every command and snippet of the README and of docs/ is run, or says why not; and what the pages list is all there is.
/// </summary>
public sealed partial class DocsTests
{
    // Output, pictures and formulas have no language, or "text".
    private static readonly string[] s_languages = ["", "text", "sh", "xml", "csharp", "c"];

    public static IEnumerable<string> Names =>
        [
            "README.md",
            .. Directory.GetFiles(Repository.In("docs"), "*.md")
            .Order(StringComparer.Ordinal)
            .Select(static path => $"docs/{Path.GetFileName(path)}"),
        ];

    public static TheoryData<string> Pages => [.. Names];

    /// <summary>Those, and the pages that hold no snippets.</summary>
    public static TheoryData<string> AllPages =>
        [.. Names, "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "runtime/FreeNets.Model/FORMAT.md"];

    [SkippableTheory]
    [MemberData(nameof(Pages))]
    public void Every_block_of_a_page_runs(string name)
    {
        using var page = new Page(name);
        Need.Of(Requirement.Linux, Command.Exists("bash"), "A shell is needed.");
        if (page.HasC)
        {
            ModelLibrary.NeedCompiler();
        }

        if (page.NeedsNetwork)
        {
            Need.Of(Requirement.Interop, File.Exists(Page.Network), $"Needs {Page.Network}.");
            Need.Of(Requirement.Python, Command.Exists("python3"), "Python is needed.");
        }

        page.Run();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_of_a_page_is_of_a_kind_that_can_be_run_or_says_why_it_is_not(string name)
    {
        var blocks = FencedBlock.Read(File.ReadAllText(Repository.In(name)));
        Assert.All(blocks.Where(static block => block.NotRun is null), static block => Assert.Contains(block.Language, s_languages));

        // What would go unseen: C# or C that no project or command of the page takes up.
        var run = blocks.Where(static block => block.NotRun is null).ToLookup(static block => block.Language, static block => block.Text);
        Assert.True(!run["csharp"].Any() || run["xml"].Any(), "C# without a project.");
        Assert.True(
            !run["c"].Any() || run["sh"].Any(static text => text.Contains("program.c", StringComparison.Ordinal)),
            "C that is not compiled.");
    }

    [Fact]
    public void Commands_that_are_not_run_exist_with_their_options()
    {
        var commands = Names.SelectMany(static name => FencedBlock.Read(File.ReadAllText(Repository.In(name))))
            .Where(static block => block is { NotRun: not null, Language: "sh" })
            .SelectMany(static block => block.Commands)
            .Where(static line => line.StartsWith("freenets ", StringComparison.Ordinal))
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .GroupBy(static words => words is [_, "bench", ..] ? $"{words[1]} {words[2]}" : words[1])
            .ToArray();

        Assert.NotEmpty(commands);
        foreach (var command in commands)
        {
            var help = Command.Succeed(".", "dotnet", [Page.FreeNets, .. command.Key.Split(' '), "--help"]);
            Assert.Contains($"freenets {command.Key}", help, StringComparison.Ordinal);
            var options = Option().Matches(help).Select(static match => match.Value).ToHashSet(StringComparer.Ordinal);
            Assert.All(
                command.SelectMany(static words => words).Where(static word => word.StartsWith('-')),
                option => Assert.Contains(option, options));
        }
    }

    [Theory]
    [MemberData(nameof(AllPages))]
    public void Links_within_the_repository_lead_somewhere(string name)
    {
        var page = Repository.In(name);
        var links = Link().Matches(File.ReadAllText(page))
            .Select(static match => (Target: match.Groups[1].Value, Anchor: match.Groups[2].Value))
            .Where(static link => !link.Target.StartsWith("http", StringComparison.Ordinal));
        Assert.All(links, link =>
        {
            var target = link.Target.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, link.Target);
            Assert.True(Path.Exists(target), link.Target);
            if (link.Anchor.Length > 0)
            {
                Assert.Contains(link.Anchor, Anchors(File.ReadAllText(target)));
            }
        });
    }

    [Fact]
    public void The_page_on_generated_code_lists_all_metadata()
    {
        var page = File.ReadAllText(Repository.In("docs/generated-api.md"));
        var names = Metadata().Matches(File.ReadAllText(Repository.In("generator/FreeNets.Generator/build/FreeNets.Generator.props")));
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains($"`{name.Value}`", page, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(?<=MetadataName=""FreeNet)(?!Model"")\w+")]
    private static partial Regex Metadata();

    [GeneratedRegex(@"(?<=\s)--?[a-z][a-z-]*")]
    private static partial Regex Option();

    [GeneratedRegex(@"\]\(([^)#\s]*)(?:#([^)\s]+))?[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();

    /// <summary>The anchors that GitHub gives the headings of a page.</summary>
    private static IEnumerable<string> Anchors(string markdown) => Heading().Matches(markdown)
        .Select(static match => NotInAnchors().Replace(match.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'));
}
