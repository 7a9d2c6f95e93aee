using System.Text.RegularExpressions;
using FreeNets.Tests;

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

    private static readonly Rooms s_compiler = new("generator/FreeNets.Compiler", s_rooms, Uses);

    [Fact]
    public void Every_folder_of_the_compiler_is_a_room() => Assert.Equal(s_rooms.Order(StringComparer.Ordinal), s_compiler.Found);

    [Fact]
    public void No_room_uses_a_later_one() => Assert.Empty(s_compiler.UsesOfLater);

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
        var asking = s_compiler.Files.Where(static file => PrecisionValue().IsMatch(s_compiler.Code(file)));
        Assert.Equal(s_askForPrecision.Order(StringComparer.Ordinal), asking.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_file_has_more_than_300_lines()
    {
        var files = Checkout.Files("generator", "*.cs").ToArray();
        Assert.Contains("FreeNets.Generator/FreeNetGenerator.cs", files);
        Assert.DoesNotContain(files, static file => File.ReadLines(Checkout.In($"generator/{file}")).Count() > 300);
    }

    private static bool Uses(string code, string room) => Regex.IsMatch(code, $@"(FreeNets\.Compiler\.{room}\b)|((?<![\w.]){room}\.[A-Z])");

    [GeneratedRegex(@"\bPrecision\.[A-Z]")]
    private static partial Regex PrecisionValue();
}
