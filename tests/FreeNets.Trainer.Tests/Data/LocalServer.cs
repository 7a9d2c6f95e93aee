using System.Net;
using System.Net.Sockets;

namespace FreeNets.Trainer.Tests.Data;

/// <summary>Serves files from memory on a free port of this machine.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, byte[]> _files;
    private readonly ManualResetEventSlim _ended = new();

    public LocalServer(Dictionary<string, byte[]> files)
    {
        _files = files;
        Address = $"http://127.0.0.1:{FreePort()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public string Address { get; }

    /// <summary>If set: only the first half of a file is sent, this is called, and the connection stays open and silent.</summary>
    public Action? HalfWay { get; init; }

    public void Dispose()
    {
        _ended.Set();
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                Serve(context);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private void Serve(HttpListenerContext context)
    {
        using var response = context.Response;
        if (!_files.TryGetValue(context.Request.Url!.AbsolutePath[1..], out var bytes))
        {
            response.StatusCode = 404;
            return;
        }
        response.ContentLength64 = bytes.Length;
        if (HalfWay is null)
        {
            response.OutputStream.Write(bytes);
            return;
        }
        response.OutputStream.Write(bytes.AsSpan(0, bytes.Length / 2));
        response.OutputStream.Flush();
        HalfWay();
        _ended.Wait();
        response.Abort();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
