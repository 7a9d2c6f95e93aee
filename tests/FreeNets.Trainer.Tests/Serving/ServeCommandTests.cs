using System.Diagnostics;
using System.Globalization;
using FreeNets.Model;
using FreeNets.Tests;
using FreeNets.Trainer.Commands;
using FreeNets.Trainer.Tests.Data;

namespace FreeNets.Trainer.Tests.Serving;

public sealed class ServeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_says_where_the_page_is_and_ends_with_the_interruption()
    {
        using var interruption = new CancellationTokenSource();
        var serving = FreeNetsCommand.InvokeAsync(["serve", Model(64), "--port", "0"], _output, _error, interruption.Token);
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (!_output.ToString().Contains("until Ctrl-C", StringComparison.Ordinal) && !serving.IsCompleted && DateTime.UtcNow < deadline)
        {
            await Task.Delay(20);
        }

        Assert.Matches(@"random-3 is at http://127\.0\.0\.1:\d+/ until Ctrl-C\.", _output.ToString());
        await interruption.CancelAsync();
        Assert.Equal(0, await serving);
        Assert.Equal("", _error.ToString());
    }

    [Theory]
    [InlineData(60, "its 60 inputs are no square picture")]
    [InlineData(64, "--host nowhere: not an IP address", "--host", "nowhere")]
    [InlineData(64, "--host 203.0.113.7: is not an address of this machine", "--host", "203.0.113.7")]
    [InlineData(64, "digits: 784 pixels and 10 classes, but the model has 64 inputs and 2 outputs", "--data", "digits")]
    public async Task What_cannot_be_served_is_a_line(int inputs, string message, params string[] options)
    {
        Assert.Equal(2, await FreeNetsCommand.InvokeAsync(["serve", Model(inputs), "--port", "0", .. options], _output, _error));
        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, _error.ToString().Count(static character => character == '\n'));
        Assert.DoesNotContain("System.", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_a_line_with_the_remedy()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port;

        Assert.Equal(1, await FreeNetsCommand.InvokeAsync(["serve", Model(64), "--port", $"{port}"], _output, _error));
        Assert.Contains("Give another --port, or 0.", _error.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_port_that_only_the_superuser_may_have_is_a_line_with_the_remedy()
    {
        const string FirstFree = "/proc/sys/net/ipv4/ip_unprivileged_port_start";
        Need.Of(
            Requirement.PrivilegedPorts,
            File.Exists("/usr/bin/setpriv")
                && File.Exists(FirstFree)
                && int.Parse(await File.ReadAllTextAsync(FirstFree), CultureInfo.InvariantCulture) > 81,
            "Everyone may have port 81 here, or there is no /usr/bin/setpriv to give up the right to such ports with.");
        string[] right = Environment.IsPrivilegedProcess ? ["--bounding-set=-net_bind_service", "--inh-caps=-net_bind_service"] : [];
        string[] serve = [Path.Combine(AppContext.BaseDirectory, "freenets"), "serve", Model(64), "--port", "81"];
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/setpriv", [.. right, .. serve])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();

        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();

        Assert.Equal("freenets: --host 127.0.0.1 --port 81: cannot listen there. Permission denied. Give another --port, or 0.\n", error);
        Assert.Equal(1, process.ExitCode);
    }

    private string Model(int inputs)
    {
        var path = _folder["model.fnet"];
        FnetFile.Save(FreeNets.Tests.RandomNets.Create(seed: 3, inputs, neurons: 6, outputs: 2, density: 0.5), path);
        return path;
    }
}
