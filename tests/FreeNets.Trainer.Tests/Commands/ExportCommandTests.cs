using System.Text.Json;
using FreeNets.Model;
using FreeNets.Tests;
using FreeNets.Trainer.Commands;
using FreeNets.Trainer.Terminal;
using FreeNets.Trainer.Tests.Data;

namespace FreeNets.Trainer.Tests.Commands;

public sealed class ExportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly FreeNet _net = RandomNets.Create(seed: 1, inputs: 20, neurons: 40, outputs: 3, density: 0.1)
        with
    { Labels = new[] { "a", "b", "c" } };

    public ExportCommandTests() => FnetFile.Save(_net, _folder["model.fnet"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_goes_to_ONNX_and_back()
    {
        Assert.Equal(ExitCode.Success, await RunAsync("export", _folder["model.fnet"], "--form", "plain"));
        Assert.Contains("x [batch, 20] → logits", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, await RunAsync("import", _folder["model.onnx"], "-o", _folder["again.fnet"]));

        var again = FnetFile.Load(_folder["again.fnet"]);
        Assert.Equal((_net.Edges, _net.Labels, _net.Domain), (again.Edges, again.Labels, again.Domain));
        Assert.Equal(_net.Encoder.Stored, again.Encoder.Stored);
    }

    [Fact]
    public async Task What_is_imported_can_be_exported_and_Json_names_the_outputs()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "fixtures", "actor-critic.legacy.onnx"), _folder["a.onnx"]);
        Assert.Equal(ExitCode.Success, await RunAsync("export", _folder["a.onnx"], "-o", _folder["b.onnx"], "--json"));

        var json = JsonDocument.Parse(_output.ToString()).RootElement;
        Assert.Equal(["19", "20"], json.GetProperty("outputs").EnumerateArray().Select(static name => name.GetString()));
        Assert.Equal(new FileInfo(_folder["b.onnx"]).Length, json.GetProperty("bytes").GetInt64());
    }

    [Theory]
    [InlineData("is the model itself", "-o", "model.fnet")]
    [InlineData("--form takes one of compact, plain", "--form", "dense")]
    public async Task A_users_fault_is_told_and_nothing_is_written(string fault, string option, string value)
    {
        Assert.Equal(
            ExitCode.Usage,
            await RunAsync(
                "export", _folder["model.fnet"], option, value.EndsWith(".fnet", StringComparison.Ordinal) ? _folder[value] : value));
        Assert.Contains(fault, _error.ToString(), StringComparison.Ordinal);
        Assert.Equal([_folder["model.fnet"]], Directory.GetFiles(Path.GetDirectoryName(_folder["model.fnet"])!));
    }

    private Task<int> RunAsync(params string[] args) => FreeNetsCommand.InvokeAsync(args, _output, _error);
}
