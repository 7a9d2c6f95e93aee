using System.Globalization;
using System.Text.Json;
using FreeNets.Import;
using FreeNets.Model;
using FreeNets.Trainer.Terminal;

namespace FreeNets.Trainer.Commands.Models;

/// <summary>What <c>freenets export</c> does.</summary>
internal static class ExportRun
{
    /// <summary>The option that names the ONNX file.</summary>
    public const string FileOption = "-o";

    /// <summary>Reads a model and writes it as ONNX; a user's fault is one line on <paramref name="error"/>.</summary>
    /// <param name="source">The model.</param>
    /// <param name="file">Where the ONNX file goes; null for the same name with .onnx.</param>
    /// <param name="form">Which nodes to write.</param>
    /// <param name="json">Whether JSON rather than text goes to <paramref name="output"/>.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static int Run(string source, string? file, OnnxForm form, bool json, TextWriter output, TextWriter error)
    {
        var path = file ?? Path.ChangeExtension(source, ".onnx");
        if ((
            OutputFile.FaultOf(FileOption, path, "model.onnx")
                ?? OutputFile.SourceFaultOf(FileOption, path, source, "the model itself, which")) is { } fault)
        {
            return ExitCode.Fail(error, fault, ExitCode.Usage);
        }

        try
        {
            var net = AnyModel.Load(source);
            var bytes = OnnxExport.Write(net, form);
            AtomicFile.Write(path, bytes);
            string[] names = [.. OnnxExport.Outputs(net).Select(static group => group.Name)];
            output.WriteLine(json
                ? JsonSerializer.Serialize(
                    new
                    {
                        Source = source,
                        Model = path,
                        Form = ChoiceOption.NameOf(form),
                        net.Inputs,
                        Outputs = names,
                        Bytes = bytes.Length
                    },
                JsonSerializerOptions.Web)
                : string.Create(CultureInfo.InvariantCulture, $"wrote {path}: x [batch, {net.Inputs}] → {string.Join(", ", names)}; "
                    + $"{bytes.Length:N0} bytes"));
            return ExitCode.Success;
        }
        catch (Exception e) when (e is FnetException or ImportException)
        {
            return ExitCode.Fail(error, e.Message, ExitCode.Usage);
        }
        catch (OnnxExportException e)
        {
            return ExitCode.Fail(error, $"{source}: {e.Message}", ExitCode.Usage);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ExitCode.Fail(error, $"{FileOption} {path}: cannot be written. {e.Message}", ExitCode.Failure);
        }
    }
}
