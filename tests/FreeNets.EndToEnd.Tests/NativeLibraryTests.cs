using System.Globalization;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.EndToEnd.Tests;

/// <summary>A model as a native library, called from C, and as a native program.</summary>
public sealed class NativeLibraryTests : IDisposable
{
    private const int Frames = 20;

    private readonly Workspace _workspace = new();
    private readonly FreeNet _net = RandomNets.Create(seed: 11, inputs: 196, neurons: 90, outputs: 10, density: 0.3) with
    {
        Labels = Enumerable.Range(0, 10).Select(static i => $"class {i}").ToArray(),
        Provenance = new Provenance { InputDensity = 0.5 },
    };

    public NativeLibraryTests() => FnetFile.Save(_net, _workspace.In("model.fnet"));

    [SkippableFact]
    public void A_c_program_gets_the_logits_of_the_reference()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Command.Exists("cc"), "A C compiler for Linux is needed; build.sh test installs one.");
        Publish("model");
        Command.Succeed(_workspace.Folder, "cc", [
            "-std=c99", "-Wall", "-Wextra", "-Werror", Repository.In("runtime/samples/c/classify.c"), "-I", _workspace.In("out"),
            "-L", _workspace.In("out"), "-lmodel", $"-Wl,-rpath,{_workspace.In("out")}", "-o", "classify"]);

        var inputs = RandomNets.Inputs(_net, seed: 12, Frames);
        var lines = Run(_workspace.In("classify"), inputs);

        Assert.Equal(Frames, lines.Length);
        for (var frame = 0; frame < Frames; frame++)
        {
            var numbers = lines[frame].Split(' ').Select(static text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
            var expected = ReferenceEvaluator.Evaluate(_net, inputs.AsSpan(frame * _net.Inputs, _net.Inputs).ToArray());
            var tolerance = 1e-4 * expected.Max(Math.Abs);
            Assert.All(expected.Zip(numbers.Skip(1)), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
            Assert.Equal(expected.AsSpan().IndexOf(expected.Max()), (int)numbers[0]);
        }
    }

    [SkippableFact]
    public void The_native_program_labels_frames_and_refuses_a_cut_one()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Command.Exists("cc"), "A C toolchain for Linux is needed; build.sh test installs one.");
        Publish("device");
        var inputs = RandomNets.Inputs(_net, seed: 12, Frames);
        var expected = Enumerable.Range(0, Frames)
            .Select(frame => ReferenceEvaluator.Evaluate(_net, inputs.AsSpan(frame * _net.Inputs, _net.Inputs).ToArray()))
            .Select(static logits => logits.AsSpan().IndexOf(logits.Max()))
            .Select(static output => $"{output} class {output}");
        Assert.Equal(expected, Run(_workspace.In("out/Device"), inputs));

        var cut = Command.Run(_workspace.Folder, _workspace.In("out/Device"), [], new byte[100]);
        Assert.Equal((1, "The last frame has 100 bytes instead of 196.\n"), (cut.ExitCode, cut.Error));
    }

    public void Dispose() => _workspace.Dispose();

    private void Publish(string sample, params string[] properties) => Command.Succeed(_workspace.Folder, "dotnet", [
        "publish", Repository.In($"runtime/samples/{sample}"), "-c", "Release", "--artifacts-path", _workspace.In("artifacts"), "-o", _workspace.In("out"),
        $"-p:FreeNetModel={_workspace.In("model.fnet")}", .. properties]);

    private string[] Run(string program, float[] inputs) => Command
        .Succeed(_workspace.Folder, program, [], inputs.Select(static value => (byte)value).ToArray())
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
