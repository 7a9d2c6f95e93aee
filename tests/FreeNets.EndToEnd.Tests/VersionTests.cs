using System.Text.RegularExpressions;
using FreeNets.Tests;

namespace FreeNets.EndToEnd.Tests;

/// <summary>The version stands in Directory.Build.props; what else quotes it follows.</summary>
public sealed partial class VersionTests
{
    [Fact]
    public void Pages_quote_the_version_of_the_packages()
    {
        var quotes = Checkout.Files(".", "*.md")
            .SelectMany(
                static page => Reference().Matches(File.ReadAllText(Checkout.In(page))).Select(match => (page, match.Groups[1].Value)))
            .ToArray();
        Assert.NotEmpty(quotes);
        Assert.All(quotes, static quote => Assert.Equal((quote.page, Repository.Version), quote));
    }

    [Fact]
    public void Projects_and_templates_state_no_version_of_their_own() => Assert.DoesNotContain(
        Checkout.Files(".", "*.csproj"),
        static file => Own().IsMatch(File.ReadAllText(Checkout.In(file))));

    [Fact]
    public void The_changelog_has_the_version() =>
        Assert.Contains($"\n## {Repository.Version}", File.ReadAllText(Checkout.In("CHANGELOG.md")), StringComparison.Ordinal);

    [GeneratedRegex(@"Include=""FreeNets\.\w+"" Version=""([^""]*)""")]
    private static partial Regex Reference();

    [GeneratedRegex(@"<Version>|Include=""FreeNets\.\w+"" Version=""\d")]
    private static partial Regex Own();
}
