using System.Globalization;
using System.Text.RegularExpressions;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.EndToEnd.Tests;

/// <summary>The sample programs, as NativeAOT makes them.</summary>
[Trait(Long.Name, Long.Value)]
[Collection(ModelLibraryTests.Name)]
public sealed partial class NativeProgramTests(ModelLibrary model)
{
    [SkippableFact]
    public void The_device_program_labels_frames_and_refuses_a_cut_one()
    {
        var program = Publish("device", "Device");
        Assert.Equal(
            string.Concat(Classes().Select(output => $"{output} {model.Net.Labels[output]}\n")), model.Run(program, [], model.Pixels));

        var cut = Command.Run(model.In(""), program, [], new byte[100]);
        Assert.Equal((1, "The last frame has 100 bytes instead of 784.\n"), (cut.ExitCode, cut.Error));
    }

    [SkippableFact]
    public void The_camera_loop_counts_classes_and_late_frames_and_allocates_nothing()
    {
        var program = Publish("camera-loop", "CameraLoop");
        var classes = Classes();
        File.WriteAllBytes(model.In("frames.raw"), model.Pixels);

        // It ends with 1 when it allocated. A frame a microsecond is more than it can read: every one is late.
        var output = model.Run(program, ["frames.raw", "1000000", "50"]);
        Assert.StartsWith("frames      50, late 50\n", output, StringComparison.Ordinal);
        Assert.Equal(Counts(Enumerable.Range(0, 50).Select(frame => classes[frame % classes.Length])), Counts(output));
        Assert.Matches(@"\nlatency, µs p50 [\d.]+, p99 [\d.]+, p99.9 [\d.]+, worst [\d.]+\n", output);
        Assert.Matches(@"\nmemory +resident [\d.]+ MB, allocated by the loop 0 bytes, collections 0\n$", output);

        output = model.Run(program, ["-", "1000"], model.Pixels);
        Assert.InRange(int.Parse(Late().Match(output).Groups[1].Value, CultureInfo.InvariantCulture), 0, classes.Length);
        Assert.Equal(Counts(classes), Counts(output));
        Assert.Equal(2, Command.Run(model.In(""), program, []).ExitCode);
        Assert.Equal(1, Command.Run(model.In(""), program, ["-"], new byte[100]).ExitCode);
    }

    /// <summary>The class of each frame by the reference.</summary>
    private int[] Classes() =>
    [
        .. model.Pixels.Chunk(model.Net.Inputs)
            .Select(pixels => ReferenceEvaluator.Evaluate(model.Net, Array.ConvertAll(pixels, static value => (float)value)))
            .Select(static logits => logits.AsSpan().IndexOf(logits.Max())),
    ];

    private int[] Counts(IEnumerable<int> classes) =>
        [.. Enumerable.Range(0, model.Net.Outputs).Select(output => classes.Count(other => other == output))];

    /// <summary>How often the loop says that it saw each class: a line each behind the first, its number last.</summary>
    private int[] Counts(string output) =>
    [
        .. output.Split('\n').Skip(1).Take(model.Net.Outputs)
            .Select(static line => int.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture)),
    ];

    private string Publish(string sample, string program)
    {
        ModelLibrary.NeedCompiler();
        var publish = model.TryPublish(sample, sample, "");
        Assert.True(publish.ExitCode == 0, publish.All);
        return model.In($"{sample}/{program}");
    }

    [GeneratedRegex(@"^frames +20, late (\d+)\n")]
    private static partial Regex Late();
}
