using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;
using FreeNets.Trainer.Serving;
using FreeNets.Trainer.Terminal;

namespace FreeNets.Trainer.Commands;

/// <summary><c>freenets serve</c>: a model on a page where one draws.</summary>
internal static class ServeCommand
{
    /// <summary>What its help says after the options.</summary>
    public const string Explanation = """
        The page shows the logits and which neurons fire while one draws. Predictions come from the code that the compiler
        generates for the model, compiled and run in this process. Test images are those of --data, or of the set that the
        model was trained on where its files are on this machine. Nothing is fetched from elsewhere.

        Examples:
          freenets serve model.fnet                       then open http://127.0.0.1:8080/
          freenets serve model.fnet --data fashion-mnist --port 0
        """;

    /// <summary>The command, ready to be added to a root.</summary>
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "A .fnet file whose inputs are a square image." };
        var data = new Option<string?>("--data")
        {
            Description = "The data set whose test images can be chosen: a folder with IDX files, or one of "
                + string.Join(", ", DataSets.Names),
            HelpName = "folder|name",
        };
        var dataRoot = new Option<string?>("--data-root")
        {
            Description = "The folder to look for named data sets in, before $FREENETS_DATA and the cache, and to download them to.",
            HelpName = "folder",
        };
        var host = new Option<string>("--host")
        {
            Description = "The address to listen on; 0.0.0.0 accepts connections from other machines.",
            HelpName = "address",
            DefaultValueFactory = static _ => "127.0.0.1",
        };
        var port = NumberOption.Create(
            "--port", "-p", "The port to listen on, 0 for a free one", "an integer from 0 to 65535", 8080, static value =>
                value is >= 0 and <= 65_535);
        var command = new Command("serve", "Shows a model on a web page: draw, and see its logits and the neurons that fire.")
        {
            model,
            data,
            dataRoot,
            host,
            port,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(model),
            parsed.GetValue(data),
            parsed.GetValue(dataRoot),
            parsed.GetRequiredValue(host),
            parsed.GetRequiredValue(port),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        string model, string? data, string? dataRoot, string host, int port, TextWriter output, TextWriter error,
        CancellationToken cancellation)
    {
        try
        {
            if (!IPAddress.TryParse(host, out var address))
            {
                return ExitCode.Fail(
                    error, $"--host {host}: not an IP address. Give one of this machine, such as 127.0.0.1.", ExitCode.Usage);
            }

            var net = FnetFile.Load(model);
            if (FaultOf(model, net) is { } fault)
            {
                return ExitCode.Fail(error, fault, ExitCode.Usage);
            }

            var images = Images(net, data, dataRoot, error, cancellation);
            await output.WriteLineAsync($"Generating and compiling code for {net.Neurons:N0} neurons, {net.Edges.Count:N0} edges …");
            await using var server = await ModelServer.StartAsync(LiveModel.Of(net), images, address, port, cancellation);
            await output.WriteLineAsync($"{net.Name} is at {server.Urls.First()}/ until Ctrl-C.");
            await output.FlushAsync(cancellation);
            await Task.Delay(Timeout.Infinite, cancellation);
            return ExitCode.Success;
        }
        catch (Exception e) when (e is FnetException or DataException)
        {
            return ExitCode.Fail(error, e.Message, ExitCode.Usage);
        }
        catch (SocketException e) when (e.SocketErrorCode != SocketError.AccessDenied)
        {
            return ExitCode.Fail(
                error,
                $"--host {host}: is not an address of this machine. {e.Message}. Give one of its own, such as 127.0.0.1, "
                    + "or 0.0.0.0 for all.",
                ExitCode.Usage);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return ExitCode.Fail(
                error, $"--host {host} --port {port}: cannot listen there. {e.Message.TrimEnd('.')}. Give another --port, or 0.",
                ExitCode.Failure);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Success;
        }
    }

    private static string? FaultOf(string model, FreeNet net)
    {
        var side = (int)Math.Sqrt(net.Inputs);
        return side * side != net.Inputs
            ? $"{model}: its {net.Inputs} inputs are no square picture, so nobody could draw them."
            : Compiler.CompilerLimits.Check(net) is { } tooLarge ? $"{model}: {tooLarge}" : null;
    }

    /// <summary>The test images of the named set; without a name those of the model's own set, if they are here already.</summary>
    private static ImageSet? Images(FreeNet net, string? data, string? dataRoot, TextWriter error, CancellationToken cancellation)
    {
        var console = PeopleConsole.On(error);
        var name = data ?? net.Provenance.DataSet;
        if (name is null || (data is null && name != DataSets.Default && DataFolders.Here(dataRoot).Find(name) is null))
        {
            return null;
        }

        var set = DataSets.Load(name, dataRoot, console, cancellation);
        if (set.Test.PixelsPerImage == net.Inputs && set.Classes == net.Outputs)
        {
            return set.Test;
        }

        return data is null
            ? null
            : throw new DataException(
                $"{data}: {set.Test.PixelsPerImage} pixels and {set.Classes} classes, but the model has {net.Inputs} inputs and "
                + $"{net.Outputs} outputs. Give the set it was trained on.");
    }
}
