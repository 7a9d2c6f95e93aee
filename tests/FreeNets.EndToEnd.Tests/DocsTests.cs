using System.Text.RegularExpressions;
using FreeNets.EndToEnd.Tests.Docs;
using FreeNets.Tests;

namespace FreeNets.EndToEnd.Tests;

/// <summary>Every command and snippet of the README and of docs/ is run, or says why not; and what the pages list is all there is.</summary>
public sealed partial class DocsTests
{
    // Output, pictures and formulas have no language, or "text".
    private static readonly string[] s_languages = ["", "text", "sh", "xml", "csharp", "c"];

    public static IEnumerable<string> Names =>
        ["README.md", .. Directory.GetFiles(Repository.In("docs"), "*.md").Order(StringComparer.Ordinal).Select(static path => $"docs/{Path.GetFileName(path)}")];

    public static TheoryData<string> Pages => [.. Names];

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
        Assert.True(!run["c"].Any() || run["sh"].Any(static text => text.Contains("program.c", StringComparison.Ordinal)), "C that is not compiled.");
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
            Assert.All(command.SelectMany(static words => words).Where(static word => word.StartsWith('-')), option => Assert.Contains(option, options));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_within_the_repository_lead_somewhere(string name)
    {
        var folder = Path.GetDirectoryName(Repository.In(name))!;
        var targets = Link().Matches(File.ReadAllText(Repository.In(name)))
            .Select(static match => match.Groups[1].Value)
            .Where(static target => !target.StartsWith("http", StringComparison.Ordinal));
        Assert.All(targets, target => Assert.True(Path.Exists(Path.Combine(folder, target)), target));
    }

    [Theory]
    [InlineData("generator/FreeNets.Generator/AnalyzerReleases.Unshipped.md", @"FN\d{4}")]
    [InlineData("generator/FreeNets.Generator/build/FreeNets.Generator.targets", @"(?<=Code="")FN\d{4}")]
    [InlineData("generator/FreeNets.Generator/build/FreeNets.Generator.props", @"(?<=MetadataName=""FreeNet)(?!Model"")\w+")]
    public void The_page_on_generated_code_lists_every_diagnostic_and_all_metadata(string source, string pattern)
    {
        var page = File.ReadAllText(Repository.In("docs/generated-api.md"));
        var names = Regex.Matches(File.ReadAllText(Repository.In(source)), pattern).Select(static match => match.Value).ToArray();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(?<=\s)--?[a-z][a-z-]*")]
    private static partial Regex Option();

    [GeneratedRegex(@"\]\(([^)#\s]+)[^)]*\)")]
    private static partial Regex Link();
}
