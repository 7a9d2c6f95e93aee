using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using FreeNets.Trainer.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FreeNets.Trainer.Serving;

/// <summary>A small web server around one model: its page, its answers and its test images.</summary>
internal static class ModelServer
{
    // Logits may be NaN or infinite, for which JSON has no numbers: they go as strings.
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Starts to listen; disposing of the server ends it.</summary>
    /// <param name="model">The model; its inputs are a square picture.</param>
    /// <param name="images">Pictures to pick from, or null.</param>
    /// <param name="address">Where to listen.</param>
    /// <param name="port">Where to listen; 0 for a port that is free.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="IOException">The address or the port cannot be had.</exception>
    public static async Task<WebApplication> StartAsync(
        LiveModel model, ImageSet? images, IPAddress address, int port, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = model.Net.Inputs;
            options.Listen(address, port);
        });
        var server = builder.Build();
        server.Use((context, next) => IsOurs(context.Request.Host.Host, address) ? next(context) : RefuseAsync(context));
        var page = ServedPage.Write(model.Net, images?.Count ?? 0);
        server.MapGet("/", (HttpResponse response) =>
        {
            // Everything is in the page: a label or a name that slipped through could still load nothing from elsewhere.
            response.Headers.ContentSecurityPolicy =
                "default-src 'none'; connect-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";
            return Results.Content(page, "text/html; charset=utf-8");
        });
        server.MapPost("/predict", request => PredictAsync(model, request));
        server.MapGet("/images/{index:int}", (int index) => images is not null && index >= 0 && index < images.Count
            ? Results.Json(new { label = (int)images.Labels[index], pixels = images.Image(index).ToArray() })
            : Results.NotFound());
        try
        {
            await server.StartAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Whether a request's Host names this server by address or as localhost. A page of somebody else's, whose name was made to lead here,
    /// sends its own name (DNS rebinding).
    /// </summary>
    private static bool IsOurs(string host, IPAddress address) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var named)
            && (
                IPAddress.IsLoopback(named)
                    || named.Equals(address)
                    || address.Equals(IPAddress.Any)
                    || address.Equals(IPAddress.IPv6Any)));

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return context.Response.WriteAsync("This server answers to its address and to localhost.", context.RequestAborted);
    }

    private static async Task PredictAsync(LiveModel model, HttpContext context)
    {
        using var body = new MemoryStream(model.Net.Inputs);
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var answer = body.Length == model.Net.Inputs
            ? Results.Json(model.Ask(body.GetBuffer().AsSpan(0, model.Net.Inputs)), s_json)
            : Results.Text(
                $"The model takes {model.Net.Inputs} bytes, one a pixel, not {body.Length}.", statusCode: StatusCodes.Status400BadRequest);
        await answer.ExecuteAsync(context);
    }
}
