using System.Diagnostics;

namespace FreeNets.Tests;

/// <summary>What a program wrote, and how it ended.</summary>
internal sealed record Command(int ExitCode, string Output, string Error)
{
    /// <summary>Output and error in one text, for messages.</summary>
    public string All => $"exit code {ExitCode}\n{Output}\n{Error}";

    /// <summary>
    /// Runs a program in a folder to its end, with <paramref name="input"/> as its standard input and <paramref name="setting"/>,
    /// NAME=VALUE, in its environment.
    /// </summary>
    public static Command Run(string folder, string program, string[] arguments, byte[]? input = null, string? setting = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The test host's own build settings must not reach a build that it starts.
        foreach (var own in start.Environment.Keys.Where(static name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
            .ToArray())
        {
            start.Environment.Remove(own);
        }

        if (setting?.Split('=') is [var name, var value])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using (var stream = process.StandardInput.BaseStream)
        {
            stream.Write(input ?? []);
        }

        process.WaitForExit();
        return new Command(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Runs a program that must succeed, and returns what it wrote to standard output.</summary>
    public static string Succeed(string folder, string program, string[] arguments, byte[]? input = null, string? setting = null)
    {
        var result = Run(folder, program, arguments, input, setting);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{result.All}");
        return result.Output;
    }

    /// <summary>True when a program of this name can be started.</summary>
    public static bool Exists(string program) => Environment.GetEnvironmentVariable("PATH")!
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
