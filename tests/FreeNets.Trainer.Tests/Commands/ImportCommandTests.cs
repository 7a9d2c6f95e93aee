using System.Text.Json;
using FreeNets.Model;
using FreeNets.Trainer.Commands;

namespace FreeNets.Trainer.Tests.Commands;

public sealed class ImportCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("freenets-import-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private string Source => Path.Combine(_folder, "actor-critic.legacy.onnx");

    private string Written => Path.Combine(_folder, "actor-critic.legacy.fnet");

    public ImportCommandTests() => File.Copy(Path.Combine(AppContext.BaseDirectory, "fixtures", "actor-critic.legacy.onnx"), Source);

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task It_writes_a_model_with_check_vectors_and_says_what_it_read()
    {
        Assert.Equal(0, await RunAsync("import", Source));
        var net = FnetFile.Load(Written);
        Assert.Equal((17, 7), (net.Inputs, net.Outputs));
        Assert.Equal(["19", "20"], net.OutputGroups.Select(static group => group.Name));
        Assert.True(net.Checks.Count > 0);
        Assert.Contains("input    'input' [17]: 0 to 16", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("output   '19': 0 to 5, Clip(-1, 1)", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("134 Tanh", _output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith($"wrote    {Written}", _output.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zeros_of_the_users_data_go_into_the_model()
    {
        Assert.Equal(0, await RunAsync("import", Source, "--density", "0.25"));
        Assert.Equal(0.25, FnetFile.Load(Written).Provenance.InputDensity);
    }

    [Fact]
    public async Task Json_says_the_same_to_programs()
    {
        Assert.Equal(0, await RunAsync("import", Source, "--json", "-o", Path.Combine(_folder, "m.fnet"), "--output", "20"));
        using var json = JsonDocument.Parse(_output.ToString());
        Assert.Equal(1, json.RootElement.GetProperty("outputs").GetInt32());
        Assert.Equal("20", json.RootElement.GetProperty("outputSpans")[0].GetProperty("name").GetString());
        Assert.Equal(FnetFile.Load(Path.Combine(_folder, "m.fnet")).Neurons, json.RootElement.GetProperty("neurons").GetInt32());
    }

    [Theory]
    [InlineData("has no output 'x'; its outputs are '19', '20'", "--output", "x")]
    [InlineData("-o /none/m.fnet: the folder /none does not exist", "-o", "/none/m.fnet")]
    [InlineData("--density: must be a fraction from 0 to 1.", "--density", "20")]
    [InlineData("--density: must be a fraction from 0 to 1.", "--density", "NaN")]
    [InlineData("--batch takes one of auto, rows, features", "--batch", "columns")]
    public async Task A_fault_is_one_line_and_nothing_is_written(string message, params string[] options)
    {
        Assert.Equal(2, await RunAsync(["import", Source, .. options]));
        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
        Assert.Equal([Source], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_network_that_is_none_is_refused_and_the_file_stays()
    {
        Assert.Equal(2, await RunAsync("import", Path.Combine(_folder, "model.h5")));
        Assert.Contains("is of no kind that is read, .onnx, .nnet, .net, .out", _error.ToString(), StringComparison.Ordinal);
        _error.GetStringBuilder().Clear();
        await File.WriteAllTextAsync(Written, "mine");
        await File.WriteAllTextAsync(Source, "no network");
        Assert.Equal(2, await RunAsync("import", Source));
        Assert.StartsWith($"freenets: {Source}: ", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(Written));
    }

    private Task<int> RunAsync(params string[] args) => FreeNetsCommand.InvokeAsync(args, _output, _error);
}
