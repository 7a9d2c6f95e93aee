using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using FreeNets.Compiler.Tests.Child;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Generated code run in a process of its own, where a setting of the runtime hides instructions from it.</summary>
internal sealed class ChildRun
{
    private readonly string[] _lines;

    private ChildRun(string[] lines) => _lines = lines;

    /// <summary>Methods of the generated class that the JIT compiled, nested classes included.</summary>
    public IEnumerable<JittedMethod> Methods => _lines.Select(JittedMethod.Parse).OfType<JittedMethod>();

    /// <summary>The families whose kernels the JIT compiled: those that ran.</summary>
    public IEnumerable<string> Families => Methods
        .Select(static method => method.Type.Split('+')[^1])
        .Where(static type => type.EndsWith("Path", StringComparison.Ordinal))
        .Select(static type => type[..^"Path".Length])
        .Distinct();

    public bool IsSupported => bool.Parse(Values("supported").Single());

    public bool SelfTest => bool.Parse(Values("selftest").Single());

    /// <summary>What the refusal of an unsupported machine says.</summary>
    public string Refusal => Values("refused").Single();

    /// <summary>The logits of each sample, computed one by one.</summary>
    public float[][] One => [.. Values("one").Select(Floats)];

    /// <summary>The logits of each sample, computed as a batch.</summary>
    public float[][] Batch => [.. Values("batch").Select(Floats)];

    /// <summary>Compiles a network's code, and runs it once under each setting such as <c>DOTNET_EnableAVX2=0</c>.</summary>
    public static ChildRun[] Of(FreeNet net, float[] inputs, CodeChoices choices, params string[] settings) =>
        Of(GeneratedModel.Of(net, choices).Image, inputs, settings);

    /// <summary>The same for the image of an assembly with a class <c>Generated.Net</c>.</summary>
    public static ChildRun[] Of(byte[] image, float[] inputs, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("freenets-");
        try
        {
            var (assembly, inputsFile) = (Path.Combine(folder.FullName, "net.dll"), Path.Combine(folder.FullName, "inputs.raw"));
            File.WriteAllBytes(assembly, image);
            File.WriteAllBytes(inputsFile, MemoryMarshal.AsBytes(inputs.AsSpan()).ToArray());
            return [.. settings.Select(setting => new ChildRun(Run([typeof(Program).Assembly.Location, assembly, inputsFile], setting)))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Run(string[] arguments, string setting)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[setting.Split('=')[0]] = setting.Split('=')[1];
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}\n{error.Result}\n{output}");
        return output.Split('\n');
    }

    private IEnumerable<string> Values(string mark) =>
        _lines.Where(line => line.StartsWith($"{mark} ", StringComparison.Ordinal)).Select(line => line[(mark.Length + 1)..]);

    private static float[] Floats(string bits) =>
        [.. bits.Split(' ').Select(static text =>
            BitConverter.Int32BitsToSingle(int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture)))];
}
