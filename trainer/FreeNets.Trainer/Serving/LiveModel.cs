using System.Diagnostics;
using FreeNets.Model;
using FreeNets.Trainer.Generated;

namespace FreeNets.Trainer.Serving;

/// <summary>What a model says of one picture.</summary>
/// <param name="Logits">One an output, from the generated code.</param>
/// <param name="Activations">h, one a neuron, from the reference evaluator: generated code keeps them to itself.</param>
/// <param name="Nanoseconds">What one call of the generated code took: the median of several.</param>
internal sealed record Answer(float[] Logits, double[] Activations, double Nanoseconds);

/// <summary>A model as the code that <c>dotnet build</c> would make of it, compiled in memory and ready to be called.</summary>
internal sealed class LiveModel
{
    private const int TimedCalls = 101;

    private readonly GeneratedModel _code;

    private LiveModel(FreeNet net, GeneratedModel code)
    {
        Net = net;
        _code = code;
    }

    /// <summary>The network.</summary>
    public FreeNet Net { get; }

    /// <summary>Generates and compiles the code of <paramref name="net"/>; takes seconds for a graph of thousands of edges.</summary>
    public static LiveModel Of(FreeNet net) => new(net, GeneratedModel.Of(net));

    /// <summary>Runs the model.</summary>
    /// <param name="pixels">[inputs], 0 to 255, which stand for the smallest to the largest raw value of the model's domain.</param>
    public Answer Ask(ReadOnlySpan<byte> pixels)
    {
        var domain = Net.Domain;
        var input = new float[Net.Inputs];
        for (var p = 0; p < input.Length; p++)
        {
            input[p] = domain.Minimum[p] + (pixels[p] / 255f * (domain.Maximum[p] - domain.Minimum[p]));
        }

        var logits = new float[Net.Outputs];
        var ticks = new long[TimedCalls];
        for (var call = 0; call < ticks.Length; call++)
        {
            var start = Stopwatch.GetTimestamp();
            _code.Predict(input, logits);
            ticks[call] = Stopwatch.GetTimestamp() - start;
        }

        Array.Sort(ticks);
        return new Answer(logits, ReferenceEvaluator.Activations(Net, input), 1e9 * ticks[ticks.Length / 2] / Stopwatch.Frequency);
    }
}
