using System.Text.RegularExpressions;
using FreeNets.Tests;

namespace FreeNets.Trainer.Tests;

/// <summary>The trainer's rooms, one folder and one namespace each: every arrow between them points back in this list.</summary>
public sealed partial class RoomsTests
{
    private const string Trainer = "trainer/FreeNets.Trainer";
    private const int MostFiles = 15;

    private static readonly string[] s_rooms =
    [
        "Terminal", "Generated", "Kernels", "Data", "Networks", "Search", "Judging", "Training", "Benchmarks", "Quantisation",
        "Polynomials", "Predicting", "Plans", "Runs", "Sweeps", "Reports", "Explain", "Serving", "Commands",
    ];

    private static readonly string[] s_files = [.. Checkout.Files(Trainer, "*.cs")];

    [Fact]
    public void Every_folder_of_the_trainer_is_a_room() => Assert.Equal(
        s_rooms.Order(StringComparer.Ordinal),
        s_files.Where(static file => file.Contains('/')).Select(Room).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void No_room_uses_a_later_one()
    {
        var back =
            from file in s_files
            where file.Contains('/')
            let code = Code(file)
            from later in s_rooms.SkipWhile(room => room != Room(file)).Skip(1)
            where Regex.IsMatch(code, $@"FreeNets\.Trainer\.{later}\b")
            select $"{file} uses {later}";
        Assert.Empty(back);
    }

    [Fact]
    public void A_file_has_the_namespace_of_its_folder() =>
        Assert.All(s_files.Where(static file => file.Contains('/')), static file => Assert.Contains(
        $"namespace FreeNets.Trainer.{Path.GetDirectoryName(file)!.Replace('/', '.')};", Code(file), StringComparison.Ordinal));

    [Fact]
    public void No_folder_has_more_files_than_a_reader_can_take_in() =>
        Assert.DoesNotContain(s_files.GroupBy(static file => Path.GetDirectoryName(file)), static folder => folder.Count() > MostFiles);

    [Fact]
    public void No_file_has_more_than_300_lines() =>
        Assert.DoesNotContain(s_files, static file => File.ReadLines(Checkout.In($"{Trainer}/{file}")).Count() > 300);

    private static string Room(string file) => file[..file.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>A file without its comments, documentation and texts.</summary>
    private static string Code(string file) => CommentOrText().Replace(File.ReadAllText(Checkout.In($"{Trainer}/{file}")), "");

    [GeneratedRegex("""//.*|"(\\.|[^"\\\n])*"|'(\\.|[^'\\])'""")]
    private static partial Regex CommentOrText();
}
