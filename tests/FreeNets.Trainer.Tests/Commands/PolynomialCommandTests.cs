using System.Text.Json;
using FreeNets.Model;
using FreeNets.Trainer.Commands;
using FreeNets.Trainer.Terminal;
using FreeNets.Trainer.Tests.Data;

namespace FreeNets.Trainer.Tests.Commands;

public sealed class PolynomialCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_polynomial_becomes_a_model_whose_error_is_told()
    {
        Assert.Equal(ExitCode.Success, await RunAsync("-x^3 + 2x - 1", "--domain", "-1:2", "-o", _folder["p.fnet"]));

        var net = FnetFile.Load(_folder["p.fnet"]);
        Assert.Equal((3, -1f, 2f), (net.Neurons, net.Domain.Minimum.Uniform, net.Domain.Maximum.Uniform));
        Assert.Equal(-1.375, ReferenceEvaluator.Evaluate(net, [1.5f])[0], 1e-4);
        Assert.Contains("read      -x^3 + 2*x - 1, of degree 3", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("proved    in fractions", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_the_measured_error()
    {
        Assert.Equal(ExitCode.Success, await RunAsync("x^2", "--neurons", "4", "-o", _folder["p.fnet"], "--json"));

        var json = JsonDocument.Parse(_output.ToString()).RootElement;
        Assert.Equal(4, json.GetProperty("neurons").GetInt32());
        Assert.InRange(json.GetProperty("float32").GetProperty("largestError").GetDouble(), 0, 1e-5);
        Assert.Equal(1, json.GetProperty("float32").GetProperty("largestValue").GetDouble());
    }

    [Theory]
    [InlineData("polynomial: character 3: expected a number", "x+", "--domain", "-1:1")]
    [InlineData("--domain: the low end, 1, is not below", "x", "--domain", "1:0")]
    [InlineData("--domain: float32 has too few numbers", "x", "--domain", "0:1e-60")]
    [InlineData("--neurons takes an integer from 5 to 64", "x^5", "--neurons", "4")]
    [InlineData("polynomial: the network needs a weight beyond float32", "1e40x", "--domain", "-1:1")]
    [InlineData("polynomial: its values are beyond float32", "1e39x", "--domain", "-1:1")]
    [InlineData("-o /nowhere/p.fnet: the folder /nowhere does not exist", "x", "-o", "/nowhere/p.fnet")]
    public async Task A_users_fault_is_one_line_and_nothing_is_written(string fault, params string[] args)
    {
        Assert.Equal(ExitCode.Usage, await RunAsync(args.Contains("-o") ? args : [.. args, "-o", _folder["p.fnet"]]));
        Assert.StartsWith($"freenets: {fault}", _error.ToString(), StringComparison.Ordinal);
        Assert.Single(_error.ToString().TrimEnd().Split('\n'));
        Assert.False(File.Exists(_folder["p.fnet"]));
    }

    private Task<int> RunAsync(params string[] args) => FreeNetsCommand.InvokeAsync(["polynomial", .. args], _output, _error);
}
