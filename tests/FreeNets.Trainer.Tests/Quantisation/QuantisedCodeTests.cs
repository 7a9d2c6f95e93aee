using System.Globalization;
using System.Text.RegularExpressions;
using FreeNets.Compiler;
using FreeNets.Model;
using FreeNets.Trainer.Commands;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;
using FreeNets.Trainer.Generated;
using FreeNets.Trainer.Tests.Data;

namespace FreeNets.Trainer.Tests.Quantisation;

/// <summary>What a user gets who follows <c>freenets quantize</c>: generated code of the file it writes, on real images.</summary>
public sealed partial class QuantisedCodeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("freenets-quantised-");

    private delegate int Classification(ReadOnlySpan<byte> input);

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableFact]
    public async Task Generated_int8_code_is_right_as_often_as_the_command_says_and_at_most_a_tenth_of_a_point_less_than_float32()
    {
        var data = SharedData.Require("fashion-mnist");
        var (model, rounded) = (Path.Combine(_folder.FullName, "model.fnet"), Path.Combine(_folder.FullName, "model.int8.fnet"));
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(
            0, await FreeNetsCommand.InvokeAsync(["train", "-k", "100", "--epochs", "2", "--data", data, "-o", model], output, error));
        Assert.Equal(0, await FreeNetsCommand.InvokeAsync(["quantize", model, "--data", data], output, error));

        var test = DataSets.Load(data, dataRoot: null, Spectre.Console.AnsiConsole.Console, default).Test;
        var (before, after) = (Right(model, Precision.Float32, test), Right(rounded, Precision.Int8, test));
        Assert.Equal(10_000, test.Count);
        Assert.Equal(Printed("float32", output), 100.0 * before / test.Count, 0.02);
        Assert.Equal(Printed("int8, calibrated", output), 100.0 * after / test.Count, 0.02);
        Assert.InRange(after, before - (test.Count / 1_000), test.Count);
    }

    /// <summary>Test images that the code of a file gets right.</summary>
    private static int Right(string file, Precision precision, ImageSet images)
    {
        var options =
            new CompilerOptions("Generated", "Net", "net.fnet", "00") { Choices = CodeChoices.Default with { Precision = precision } };
        var type = System.Reflection.Assembly.Load(GeneratedAssembly.Compile(FnetFile.Load(file), options)).GetType("Generated.Net")!;
        Assert.True(type.GetMethod("SelfTest")!.CreateDelegate<Func<bool>>()());
        var classify = type.GetMethod("Classify", [typeof(ReadOnlySpan<byte>)])!.CreateDelegate<Classification>();
        return Enumerable.Range(0, images.Count).Count(image => classify(images.Image(image)) == images.Labels[image]);
    }

    private static double Printed(string what, StringWriter output) => double.Parse(
        Accuracies()
            .Matches(output.ToString())
            .Single(match => match.Groups[1].Value == what)
            .Groups[2]
            .Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\S.*?) +([0-9.]+) % test accuracy", RegexOptions.Multiline)]
    private static partial Regex Accuracies();
}
