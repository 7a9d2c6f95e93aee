using System.Diagnostics;

namespace FreeNets.Benchmarks.Peers.C;

/// <summary>The C compiler that generated code is measured against.</summary>
internal static class Clang
{
    public const string Flags = "-O3 -march=native -ffast-math";

    /// <summary>Why there is no C in a table.</summary>
    public const string Missing = "clang is not on this machine, so nothing was compiled as C";

    private static readonly Lazy<string?> s_version = new(static () => Run("--version")?.Split('\n')[0]);

    /// <summary>Its first line about itself; null where it is not installed.</summary>
    public static string? Version => s_version.Value;

    /// <summary>Compiles C text to a shared library.</summary>
    /// <returns>The library's path.</returns>
    /// <exception cref="InvalidOperationException">clang refuses.</exception>
    public static string Compile(string text, string folder, string name)
    {
        var (source, library) = (Path.Combine(folder, $"{name}.c"), Path.Combine(folder, $"{name}.so"));
        File.WriteAllText(source, text);
        return Run([.. Flags.Split(' '), "-shared", "-fPIC", "-o", library, source]) is not null
            ? library
            : throw new InvalidOperationException($"clang does not compile {source}.");
    }

    private static string? Run(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("clang", arguments) { RedirectStandardOutput = true })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
