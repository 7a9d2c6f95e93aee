using System.Text.RegularExpressions;

namespace FreeNets.Compiler.Tests;

/// <summary>The compiler's rooms, one folder and one namespace each: every arrow between them points back in this list.</summary>
public partial class RoomsTests
{
    private static readonly string[] s_rooms = ["Machines", "Text", "Ir", "Layouts", "Optimise", "Lower", "Kernels", "Schedule", "Emit"];

    /// <summary>
    /// Who asks for a <c>Precision</c>: what a user may choose, what the choice forbids before anything is compiled, which passes would
    /// undo it, and lowering, which turns it into the numerics of a stage. Everyone behind reads those.
    /// </summary>
    private static readonly string[] s_askForPrecision =
        ["CodeChoices.cs", "CompilerLimits.cs", "Optimise/Optimiser.cs", "Lower/Lowering.cs"];

    private static readonly string s_generator = FindGenerator();

    [Fact]
    public void Every_folder_of_the_compiler_is_a_room() => Assert.Equal(
        s_rooms.Order(StringComparer.Ordinal),
        Sources("FreeNets.Compiler").Where(static file => file.Contains('/')).Select(Room).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void No_room_uses_a_later_one()
    {
        var back =
            from file in Sources("FreeNets.Compiler")
            where file.Contains('/')
            let code = Code("FreeNets.Compiler", file)
            from later in s_rooms.SkipWhile(room => room != Room(file)).Skip(1)
            where Uses(code, later)
            select $"{file} uses {later}";
        Assert.Empty(back);
    }

    [Theory]
    [InlineData("using FreeNets.Compiler.Emit;", true)]
    [InlineData("using FreeNets.Compiler.Emit.Native;", true)]
    [InlineData("var plan = global::FreeNets.Compiler.Emit.SourceEmitter.Emit(net);", true)]
    [InlineData("var files = Emit.SourceEmitter.Emit(net);", true)]
    [InlineData("kernel.Emit(code);", false)]
    [InlineData("using FreeNets.Compiler.Text;", false)]
    public void A_room_is_used_by_its_namespace_or_a_name_that_begins_with_it(string code, bool isUse) =>
        Assert.Equal(isUse, Uses(code, "Emit"));

    [Fact]
    public void A_precision_is_asked_for_before_lowering_and_in_lowering_alone()
    {
        var asking = Sources("FreeNets.Compiler").Where(static file => PrecisionValue().IsMatch(Code("FreeNets.Compiler", file)));
        Assert.Equal(s_askForPrecision.Order(StringComparer.Ordinal), asking.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_file_has_more_than_300_lines()
    {
        var files = Sources("").ToArray();
        Assert.Contains("FreeNets.Generator/FreeNetGenerator.cs", files);
        Assert.DoesNotContain(files, static file => File.ReadLines(Path.Combine(s_generator, file)).Count() > 300);
    }

    private static bool Uses(string code, string room) => Regex.IsMatch(code, $@"(FreeNets\.Compiler\.{room}\b)|((?<![\w.]){room}\.[A-Z])");

    private static string Room(string file) => file[..file.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>A file without its comments, documentation and texts.</summary>
    private static string Code(string project, string file) =>
        CommentOrText().Replace(File.ReadAllText(Path.Combine(s_generator, project, file)), "");

    /// <summary>C# files by their path inside a project of generator/, or inside generator/ itself.</summary>
    private static IEnumerable<string> Sources(string project)
    {
        var folder = Path.Combine(s_generator, project);
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(static file => !file.Split('/').Any(static part => part is "obj" or "bin"));
    }

    private static string FindGenerator()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "FreeNets.Compiler.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "generator");
    }

    [GeneratedRegex("""//.*|"(\\.|[^"\\\n])*"|'(\\.|[^'\\])'""")]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"\bPrecision\.[A-Z]")]
    private static partial Regex PrecisionValue();
}
