using FreeNets.Compiler;
using FreeNets.Compiler.Machines;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Import.Tests.Interop;

/// <summary>One way to compute a network's outputs, [samples, outputs], from its inputs, [samples, inputs].</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Compute">What it does.</param>
internal sealed record Evaluator(string Name, Func<float[][], double[][]> Compute)
{
    private const int Together = 100;

    /// <summary>The plainest: float64, no code.</summary>
    public static Evaluator Reference(FreeNet net) =>
        new("the model", samples => Array.ConvertAll(samples, sample => ReferenceEvaluator.Outputs(net, sample)));

    /// <summary>The generated code of each of many small networks in the widest family of this machine, compiled together.</summary>
    public static IEnumerable<Evaluator> BestFamilies(IEnumerable<FreeNet> nets)
    {
        var choices = CodeChoices.Default with { Families = new[] { Enum.Parse<Isa>(GeneratedModel.Families[0]) }, Batch = false };
        return nets.Chunk(Together).SelectMany(some => GeneratedModel.Of(some, choices).Zip(some, static (model, net) => new Evaluator("generated code", samples =>
            Array.ConvertAll(samples, sample =>
            {
                var outputs = new float[net.Outputs];
                model.PredictFloats(sample, outputs);
                return Array.ConvertAll(outputs, static value => (double)value);
            }))));
    }

    /// <summary>The same, and generated code: every family that runs here, one sample at a time, and samples together.</summary>
    public static IEnumerable<Evaluator> All(FreeNet net)
    {
        yield return Reference(net);

        // Exports of one network in three ways are compiled once.
        var model = GeneratedModel.Of(net with { Name = "net", Checks = new(), Provenance = new() });
        yield return new("a batch", samples =>
        {
            // More than samples there are, for full blocks.
            var (inputs, outputs) = (
                Enumerable.Repeat(samples, 40).SelectMany(static all => all).SelectMany(static sample => sample).ToArray(),
                new float[40 * samples.Length * net.Outputs]);
            model.PredictFloatBatch(inputs, outputs);
            return [.. outputs.Take(samples.Length * net.Outputs).Select(static value => (double)value).Chunk(net.Outputs)];
        });
        foreach (var isa in GeneratedModel.Families)
        {
            yield return new(isa, samples => Array.ConvertAll(
                samples, sample => Array.ConvertAll(model.Outputs<float>(isa, sample), static value => (double)value)));
        }
    }
}
