using System.Globalization;
using System.Runtime.InteropServices;

namespace FreeNets.Import.Tests.Interop;

/// <summary>Holds imported networks against what another program computed.</summary>
internal static class Outcome
{
    public const double Tolerance = 1e-5;

    /// <summary>What is wrong on one sample, or null.</summary>
    /// <param name="network">The network.</param>
    /// <param name="evaluator">What computes it.</param>
    /// <param name="inputs">A tensor for each input of the file, by name; more than the network has rows of are rows that are
    /// samples.</param>
    /// <param name="expected">A tensor for each output of the file, by name.</param>
    /// <param name="tolerance">The largest difference, over the larger of 1 and the largest value.</param>
    public static string? Fault(
        ImportedNetwork network, Evaluator evaluator, IReadOnlyDictionary<string, float[]> inputs, IReadOnlyDictionary<string,
        double[]> expected, double tolerance = Tolerance)
    {
        var rows = network.Inputs.Max(input => inputs[input.Name].Length / input.Count);
        float[][] samples =
        [
            .. Enumerable.Range(0, rows).Select(row => network.Inputs
                .SelectMany(
                    input => inputs[input.Name].Skip(inputs[input.Name].Length == input.Count ? 0 : row * input.Count).Take(input.Count))
                        .ToArray()),
        ];
        var computed = evaluator.Compute(samples);
        var fault = network.Outputs.Where(output => expected.ContainsKey(output.Name))
            .Select(output => Fault(output, computed, expected[output.Name], tolerance))
            .FirstOrDefault(static fault => fault is not null);
        return fault is null ? null : $"{evaluator.Name}: {fault}";
    }

    /// <summary>Little-endian float32 of a file.</summary>
    public static float[] Floats(string path) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();

    private static string? Fault(ImportedOutput output, double[][] computed, double[] expected, double tolerance)
    {
        double[] own = [.. computed.SelectMany(row => Values(output, row))];
        if (own.Length != expected.Length)
        {
            return $"output {output.Name} has {own.Length} values for {expected.Length}";
        }

        var scale = tolerance * Math.Max(1, expected.Select(Math.Abs).DefaultIfEmpty().Max());
        var worst = Enumerable.Range(0, own.Length).MaxBy(i => Math.Abs(own[i] - expected[i]));
        return Math.Abs(own[worst] - expected[worst]) <= scale
            ? null
            : $"output {output.Name}[{worst}] is {own[worst]}, and should be {expected[worst]}";
    }

    private static IEnumerable<double> Values(ImportedOutput output, double[] computed)
    {
        if (output.IsClass)
        {
            return output.Spans.Select(span => Label(output, computed[span.First..(span.First + span.Count)]));
        }

        double[] values = [.. output.Spans.SelectMany(span => computed[span.First..(span.First + span.Count)])];
        var ordered = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            ordered[output.Order.Count > 0 ? output.Order[i] : i] = values[i];
        }

        return ordered;
    }

    private static double Label(ImportedOutput output, double[] scores)
    {
        var chosen = Array.IndexOf(scores, scores.Max());
        return output.Labels.Count > 0 ? double.Parse(output.Labels[chosen], CultureInfo.InvariantCulture) : chosen;
    }
}
