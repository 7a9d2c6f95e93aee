using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests.Child;

/// <summary>Runs the class Generated.Net of an assembly on float inputs, one by one and as a batch.</summary>
internal static class ModelRun
{
    /// <summary>The lines to print: whether the machine is supported, then the bits of each sample's logits.</summary>
    /// <param name="assembly">The path of the generated assembly.</param>
    /// <param name="inputsFile">The path of a file of [samples, inputs] float32.</param>
    public static IEnumerable<string> Of(string assembly, string inputsFile)
    {
        var model = new GeneratedModel(Assembly.LoadFrom(assembly).GetType("Generated.Net")!);
        var inputs = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(inputsFile)).ToArray();
        var (length, outputs) = ((int)model.Constant("Inputs"), (int)model.Constant("Outputs"));
        var batch = new float[inputs.Length / length * outputs];
        var lines = new List<string> { $"supported {model.IsSupported}" };
        try
        {
            model.PredictFloatBatch(inputs, batch);
            lines.Add($"selftest {model.SelfTest()}");
        }
        catch (PlatformNotSupportedException exception)
        {
            return [.. lines, $"refused {exception.Message}"];
        }

        for (var sample = 0; sample < inputs.Length / length; sample++)
        {
            var logits = new float[outputs];
            model.PredictFloats(inputs.AsSpan(sample * length, length), logits);
            lines.Add($"one {Bits(logits)}");
            lines.Add($"batch {Bits(batch.AsSpan(sample * outputs, outputs).ToArray())}");
        }

        return lines;
    }

    private static string Bits(float[] values) => string.Join(
        ' ', values.Select(static value => BitConverter.SingleToInt32Bits(value).ToString("x8", CultureInfo.InvariantCulture)));
}
