using System.Diagnostics;
using FreeNets.Model;
using FreeNets.Tests;
using FreeNets.Trainer.Commands;
using FreeNets.Trainer.Terminal;
using FreeNets.Trainer.Tests.Data;

namespace FreeNets.Trainer.Tests.Commands;

/// <summary>Where a trained model goes when its place, or what the training is told by, fails.</summary>
public sealed class TrainOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private string Model => _folder["out/model.fnet"];

    public TrainOutputTests() => Directory.CreateDirectory(_folder["out"]);

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData("pipe", "mkfifo", "model.fnet")]
    [InlineData("device", "mknod", "model.fnet", "c", "1", "3")]
    public async Task What_is_no_file_is_refused_before_training_and_stays(string kind, params string[] command)
    {
        using (var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = _folder["out"] })!)
        {
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
        }

        Assert.Equal(2, await Train(_output));

        Assert.Contains($"--output {Model}: names a {kind}. Give the name of a file", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(kind, AtomicFile.KindOf(Model));
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData(250)]
    [InlineData(228)] // Only the name of an interrupted training is too long.
    public async Task A_name_that_is_too_long_is_refused_before_training(int length)
    {
        var name = _folder[$"out/{new string('m', length)}.fnet"];

        Assert.Equal(2, await FreeNetsCommand.InvokeAsync(["train", "-k", "8", "-o", name], _output, _error));

        Assert.Contains("the name is too long for the file system", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task A_model_outlives_a_standard_output_that_fails()
    {
        using var full = new ActsAt("epoch  1/", static () => throw new IOException("No space left on device"));

        Assert.Equal(3, await Train(full));

        Assert.Equal(8, FnetFile.Load(Model).Neurons);
        Assert.Contains("all was done, but standard output failed, and a part of it is lost: No space left on device",
            _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_outlives_its_folder()
    {
        using var output = new ActsAt("epoch  1/", () => Directory.Delete(_folder["out"]));

        Assert.Equal(3, await Train(output));

        var line = Assert.Single(_error.ToString().Split('\n'), static line => line.Contains("The model is in ", StringComparison.Ordinal));
        var second = line[(line.IndexOf("The model is in ", StringComparison.Ordinal) + "The model is in ".Length)..].TrimEnd('.');
        Assert.Contains($"{Model}: cannot be written. ", line, StringComparison.Ordinal);
        Assert.Equal(8, FnetFile.Load(second).Neurons);
        Assert.Contains($"wrote {second}", output.ToString(), StringComparison.Ordinal);
        File.Delete(second);
    }

    [Fact]
    public void The_second_place_takes_a_model_whose_name_was_the_trouble()
    {
        var (second, fault) = OutputFile.Save(
            RandomNets.Create(seed: 1, inputs: 2, neurons: 3, outputs: 2, density: 0.5), _folder[$"{new string('m', 245)}.fnet"]);

        Assert.Contains("cannot be written", fault, StringComparison.Ordinal);
        Assert.Equal(3, FnetFile.Load(second).Neurons);
        File.Delete(second);
    }

    [Fact]
    public async Task A_link_stays_and_the_model_is_where_it_leads()
    {
        File.CreateSymbolicLink(Model, _folder["best.fnet"]);

        Assert.Equal(0, await Train(_output));

        Assert.Equal(_folder["best.fnet"], new FileInfo(Model).LinkTarget);
        Assert.Equal(8, FnetFile.Load(_folder["best.fnet"]).Neurons);
    }

    [SkippableFact]
    public async Task A_disk_without_room_for_the_model_is_refused_before_training()
    {
        const string Mount = "mount -t tmpfs -o size=512k none out";
        Need.Of(Requirement.Mounts, (await InNamespaceAsync(Mount)).ExitCode == 0, "No tmpfs can be mounted here.");

        var program = Path.Combine(AppContext.BaseDirectory, "freenets");
        var (exitCode, text) =
            await InNamespaceAsync($"{Mount} && {program} train -k 8 --epochs 1 -o out/model.fnet; code=$?; ls out; exit $code");

        Assert.Equal(2, exitCode);
        Assert.Matches(
            @"^freenets: --output out/model\.fnet: the model will take up to 1,\d{3},\d{3} bytes, "
            + @"and .*/out has 524,288 left\. Make room, or give another place\.$",
            text.TrimEnd().Split('\n')[^1]);
        Assert.DoesNotContain("epoch", text, StringComparison.Ordinal);
        Assert.DoesNotContain("model.interrupted.fnet", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(long.MaxValue, true)]
    public void Room_is_what_the_disk_of_the_folder_has(long bytes, bool lacks) =>
        Assert.Equal(lacks, OutputFile.RoomFaultOf(Model, bytes) is not null);

    /// <summary>Runs a shell that may mount what nobody else sees; gives what it wrote on both streams.</summary>
    private async Task<(int ExitCode, string Text)> InNamespaceAsync(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("unshare", ["-rm", "sh", "-c", $"exec 2>&1; {script}"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
        })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, text);
    }

    private Task<int> Train(TextWriter output) =>
        FreeNetsCommand.InvokeAsync(["train", "-k", "8", "--epochs", "1", "-o", Model], output, _error);
}
