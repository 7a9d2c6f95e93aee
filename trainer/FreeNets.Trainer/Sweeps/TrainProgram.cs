using System.Diagnostics;

namespace FreeNets.Trainer.Sweeps;

/// <summary>How <c>freenets</c> is started as a process of its own.</summary>
/// <param name="File">The executable.</param>
/// <param name="Arguments">Its first arguments.</param>
internal sealed record TrainProgram(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>This very program: the executable, or <c>dotnet</c> and the assembly.</summary>
    public static TrainProgram This()
    {
        var assembly = typeof(TrainProgram).Assembly.Location;
        var process = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(process) == Path.GetFileNameWithoutExtension(assembly)
            ? new TrainProgram(process, [])
            : new TrainProgram(process, [assembly]);
    }

    /// <summary>Starts it in a folder, with its streams in our hands.</summary>
    public Process Start(string folder, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(File, [.. Arguments, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [Parent.Variable] = "1" },
        };

        return Process.Start(start)!;
    }
}
