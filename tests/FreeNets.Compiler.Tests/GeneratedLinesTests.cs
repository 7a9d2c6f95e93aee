using System.Globalization;
using System.Text.RegularExpressions;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Generated code is read by people: lines fit a screen, and no loop runs once.</summary>
public partial class GeneratedLinesTests
{
    private const int Width = 140;

    public static TheoryData<int, int, int, double, Precision, bool> Networks => new()
    {
        { 5, 6, 2, 0.5, Precision.Float32, true },
        { 4, 81, 1, 0, Precision.Float32, true },
        { 2, 300, 2, 0.7, Precision.Float32, true },
        { 18, 6, 2, 0.5, Precision.Int8, true },
        { 1, 1, 1, 0, Precision.Float32, true },
        { 1, 1, 1, 0, Precision.Int8, true },
        { 2, 1, 1, 0, Precision.Float16, true },
        { 3, 17, 14, 1, Precision.BFloat16, true },
        { 16, 16, 15, 0.5, Precision.Int8, false },
        { 31, 15, 1, 0.5, Precision.Float32, false },
        { 784, 100, 10, 0.1, Precision.Float32, true },
        { 784, 30, 10, 0.5, Precision.Float32, true },
        { 784, 40, 10, 0.5, Precision.Float16, true },
        { 784, 130, 10, 0.1, Precision.Int8, true },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void No_line_is_too_long(int inputs, int neurons, int outputs, double density, Precision precision, bool batch)
    {
        foreach (var file in Files(inputs, neurons, outputs, density, precision, batch))
        {
            Assert.DoesNotContain(file.Text.Split('\n'), static line => line.Length > Width);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void No_loop_runs_once(int inputs, int neurons, int outputs, double density, Precision precision, bool batch)
    {
        var files = Files(inputs, neurons, outputs, density, precision, batch);
        Assert.DoesNotContain(files, static file => RunsOnce(file.Text));
    }

    [Theory]
    [InlineData("for (nint row = 0; row < 6; row += 6)", true)]
    [InlineData("for (nint row = 6; row < 7; row++)", true)]
    [InlineData("for (nint row = 0; row < 12; row += 6)", false)]
    [InlineData("for (nint row = 0; row < count; row++)", false)]
    public void A_loop_runs_once_where_its_first_step_ends_it(string loop, bool expected) => Assert.Equal(expected, RunsOnce(loop));

    private static bool RunsOnce(string text) => Loop().Matches(text).Any(static loop =>
        Number(loop.Groups[1].Value) + (loop.Groups[3].Success ? Number(loop.Groups[3].Value) : 1) >= Number(loop.Groups[2].Value));

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    private static GeneratedFile[] Files(int inputs, int neurons, int outputs, double density, Precision precision, bool batch) =>
    [
        .. ModelCompiler.Compile(
            RandomNets.Create(seed: 7, inputs, neurons, outputs, density),
            new CompilerOptions("Example", "Net", "net.fnet", "0123abcd")
            {
                Choices = CodeChoices.Default with { Precision = precision, Batch = batch },
                NativeName = "net",
            }),
    ];

    [GeneratedRegex(@"for \(\w+ \w+ = (\d+); \w+ < (\d+); (?:\w+\+\+|\w+ \+= (\d+))\)")]
    private static partial Regex Loop();
}
