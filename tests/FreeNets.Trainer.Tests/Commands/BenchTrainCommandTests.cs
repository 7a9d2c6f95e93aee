using System.Text.Json;
using FreeNets.Trainer.Commands;

namespace FreeNets.Trainer.Tests.Commands;

public sealed class BenchTrainCommandTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task It_times_every_network_beside_the_FCNN()
    {
        Assert.Equal(0, await Run("--data", "digits", "-k", "20", "--batch-size", "256", "--turns", "1", "--json"));

        var result = JsonDocument.Parse(_output.ToString()).RootElement;
        var networks = result.GetProperty("networks").EnumerateArray().ToArray();
        Assert.Equal("digits", result.GetProperty("dataSet").GetString());
        Assert.Equal([0, 190, 190, 57, 19], networks.Select(static network => network.GetProperty("edges").GetInt32()));
        Assert.Equal(1, networks[0].GetProperty("ratio").GetDouble());
        Assert.All(networks, static network => Assert.InRange(network.GetProperty("epochSeconds").GetDouble(), 1e-3, 60));
        Assert.All(networks, static network => Assert.InRange(network.GetProperty("msPerStep").GetDouble(), 1e-2, 1000));
    }

    [Theory]
    [InlineData("--turns takes", "--turns", "0")]
    [InlineData("See: freenets bench train --help", "--turns", "0")]
    [InlineData("no-such-set", "--data", "no-such-set")]
    public async Task An_option_that_cannot_be_used_is_named(string message, params string[] options)
    {
        Assert.Equal(2, await Run(options));

        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    private Task<int> Run(params string[] options) => FreeNetsCommand.InvokeAsync(["bench", "train", .. options], _output, _error);
}
