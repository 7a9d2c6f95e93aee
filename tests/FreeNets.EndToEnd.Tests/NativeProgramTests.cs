using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.EndToEnd.Tests;

/// <summary>The sample programs, as NativeAOT makes them.</summary>
public sealed class NativeProgramTests : IDisposable
{
    private const int Frames = 20;

    private readonly Workspace _workspace = new();
    private readonly FreeNet _net = RandomNets.Create(seed: 11, inputs: 196, neurons: 90, outputs: 10, density: 0.3) with
    {
        Labels = Enumerable.Range(0, 10).Select(static i => $"class {i}").ToArray(),
    };

    private readonly byte[] _pixels;

    public NativeProgramTests()
    {
        FnetFile.Save(_net, _workspace.In("model.fnet"));
        _pixels = [.. RandomNets.Inputs(_net, seed: 12, Frames).Select(static value => (byte)value)];
    }

    [SkippableFact]
    public void The_device_program_labels_frames_and_refuses_a_cut_one()
    {
        var program = Publish("device", "Device");
        var expected = Enumerable.Range(0, Frames)
            .Select(frame => Array.ConvertAll(_pixels[(frame * _net.Inputs)..((frame + 1) * _net.Inputs)], static value => (float)value))
            .Select(input => ReferenceEvaluator.Evaluate(_net, input))
            .Select(static logits => logits.AsSpan().IndexOf(logits.Max()))
            .Select(static output => $"{output} class {output}\n");
        Assert.Equal(string.Concat(expected), Command.Succeed(_workspace.Folder, program, [], _pixels));

        var cut = Command.Run(_workspace.Folder, program, [], new byte[100]);
        Assert.Equal((1, "The last frame has 100 bytes instead of 196.\n"), (cut.ExitCode, cut.Error));
    }

    [SkippableFact]
    public void The_camera_loop_keeps_its_rate_and_allocates_nothing()
    {
        var program = Publish("camera-loop", "CameraLoop");
        File.WriteAllBytes(_workspace.In("frames.raw"), _pixels);

        // It ends with 1 when it allocated.
        var output = Command.Succeed(_workspace.Folder, program, ["frames.raw", "200", "50"]);
        Assert.Matches(@"^frames +50, late \d+\n", output);
        Assert.Matches(@"\nlatency, µs p50 [\d.]+, p99 [\d.]+, p99.9 [\d.]+, worst [\d.]+\n", output);
        Assert.Matches(@"\nmemory +resident [\d.]+ MB, allocated by the loop 0 bytes, collections 0\n$", output);

        Assert.Matches($@"^frames +{Frames}, ", Command.Succeed(_workspace.Folder, program, ["-", "1000"], _pixels));
        Assert.Equal(2, Command.Run(_workspace.Folder, program, []).ExitCode);
        Assert.Equal(1, Command.Run(_workspace.Folder, program, ["-"], new byte[100]).ExitCode);
    }

    public void Dispose() => _workspace.Dispose();

    private string Publish(string sample, string program)
    {
        ModelLibrary.NeedCompiler();
        Command.Succeed(_workspace.Folder, "dotnet", [
            "publish", Repository.In($"runtime/samples/{sample}"), "-c", "Release", "--artifacts-path", _workspace.In("artifacts"), "-o", _workspace.In("out"),
            $"-p:FreeNetModel={_workspace.In("model.fnet")}"]);
        return _workspace.In($"out/{program}");
    }
}
