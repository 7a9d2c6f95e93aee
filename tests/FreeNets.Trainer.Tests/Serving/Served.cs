using System.Net;
using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Serving;
using Microsoft.AspNetCore.Builder;

namespace FreeNets.Trainer.Tests.Serving;

/// <summary>A small model behind a server on a free port of this machine; labels and name hold what would break a careless page.</summary>
public sealed class Served : IAsyncLifetime
{
    private WebApplication? _server;

    internal FreeNet Net { get; } = FreeNets.Tests.RandomNets.Create(seed: 5, inputs: 64, neurons: 20, outputs: 3, density: 0.3) with
    {
        Name = "a <b>bold</b> name",
        Labels = new[] { "round", "</script><script>document.title = 'broken'</script>", "\"square\"" },
    };

    /// <summary>Two pictures of 8 × 8: black, and a white square in the middle.</summary>
    internal static ImageSet Images { get; } = new([.. Enumerable.Range(0, 128).Select(Pixel)], [0, 2], 8, 8);

    internal Uri Address { get; private set; } = new("http://127.0.0.1/");

    public async Task InitializeAsync()
    {
        _server = await ModelServer.StartAsync(LiveModel.Of(Net), Images, IPAddress.Loopback, port: 0, CancellationToken.None);
        Address = new Uri(_server.Urls.Single());
    }

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    private static byte Pixel(int p) => p >= 64 && p % 8 is >= 2 and <= 5 && (p - 64) / 8 is >= 2 and <= 5 ? (byte)255 : (byte)0;
}
