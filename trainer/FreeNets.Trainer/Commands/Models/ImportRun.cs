using FreeNets.Import;
using FreeNets.Model;
using FreeNets.Trainer.Terminal;

namespace FreeNets.Trainer.Commands.Models;

/// <summary>What <c>freenets import</c> does.</summary>
internal static class ImportRun
{
    /// <summary>The option that names the model file.</summary>
    public const string FileOption = "-o";

    /// <summary>The option that says how many inputs are not 0.</summary>
    public const string DensityOption = "--density";

    /// <summary>Reads, checks and writes; a user's fault is one line on <paramref name="error"/>.</summary>
    /// <param name="source">The network's file.</param>
    /// <param name="file">Where the model goes; null for the same name with .fnet.</param>
    /// <param name="options">How the file is read.</param>
    /// <param name="json">Whether JSON rather than text goes to <paramref name="output"/>.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static int Run(string source, string? file, ImportOptions options, bool json, TextWriter output, TextWriter error)
    {
        var path = file ?? Path.ChangeExtension(source, ".fnet");
        if ((
            OutputFile.FaultOf(FileOption, path, "model.fnet")
                ?? OutputFile.SourceFaultOf(FileOption, path, source, "the network itself, which")) is { } fault)
        {
            return ExitCode.Fail(error, fault, ExitCode.Usage);
        }

        if (options.Density is { } density && density is not (>= 0 and <= 1))
        {
            return ExitCode.Fail(error, $"{DensityOption}: must be a fraction from 0 to 1.", ExitCode.Usage);
        }

        ImportedNetwork network;
        try
        {
            network = NetworkFile.Read(source, options);
        }
        catch (ImportException e)
        {
            return ExitCode.Fail(error, e.Message, ExitCode.Usage);
        }

        var net = network.Net with
        {
            Provenance = new Provenance
            {
                Tool = $"freenets {typeof(ImportRun).Assembly.GetName().Version?.ToString(3)} import",
                InputDensity = options.Density,
            },
        };
        try
        {
            FnetFile.Save(net, path);
        }
        catch (FnetException e)
        {
            return ExitCode.Fail(error, e.Message, ExitCode.Failure);
        }

        output.WriteLine(json ? ImportReport.Json(source, path, network) : ImportReport.Text(source, path, network));
        return ExitCode.Success;
    }
}
