using System.Reflection;
using System.Runtime.Intrinsics.X86;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Fuzz.Differential;

/// <summary>
/// Runs one network in every way that there is: families, one by one, blocks, rests, batches of many sizes, threads, bytes.
/// </summary>
internal sealed class Comparison(NetworkCase one, GeneratedModel model)
{
    private static readonly int[] s_batches = [0, 1, 2, 5, 8, 15, 16, 17, 31, 33, 64, 100, 300];

    private readonly int _outputs = one.Net.Outputs;
    private long _compared;
    private long _unbounded;
    private double _nearest;

    /// <returns>Outputs that were compared, those that have no bound, and how near to it the worst came.</returns>
    /// <exception cref="DifferenceException">Something is wrong.</exception>
    public (long Compared, long Unbounded, double Nearest) Run()
    {
        var chosen = Alone(model.PredictFloats);
        CheckValues("the class", chosen);
        CheckBatches(chosen);
        foreach (var isa in GeneratedModel.Families)
        {
            CheckFamily(isa, chosen);
        }

        if (one.Net.Domain.Type == InputType.UInt8)
        {
            CheckBytes(chosen);
        }

        return (_compared, _unbounded, _nearest);
    }

    private float[] Alone(GeneratedModel.Predictor<float> predict)
    {
        var outputs = new float[Samples.Count * _outputs];
        for (var sample = 0; sample < Samples.Count; sample++)
        {
            predict(one.Sample(sample), outputs.AsSpan(sample * _outputs, _outputs));
        }

        return outputs;
    }

    private void CheckFamily(string isa, float[] chosen)
    {
        var alone = Alone((input, outputs) => model.Outputs<float>(isa, input).CopyTo(outputs));
        CheckValues(isa, alone);
        if (isa is "Avx512" or "Avx2" && Fma.IsSupported)
        {
            MustBeSame($"{isa} beside what the class chooses", chosen, alone);
        }

        if (model.Path(isa).GetMethod("RunBlocks", BindingFlags.NonPublic | BindingFlags.Static) is not null)
        {
            CheckKernel($"blocks of {isa}", model.RunBlocks<float>(isa), alone);
        }

        if (model.RunRest<float>(isa) is { } rest)
        {
            for (var samples = 1; samples <= 14; samples++)
            {
                CheckKernel($"a rest of {samples} of {isa}", rest, alone, samples);
            }
        }
    }

    private void CheckKernel(string what, GeneratedModel.BatchKernel<float> kernel, float[] expected, int samples = Samples.Count)
    {
        var outputs = new float[expected.Length];
        Array.Fill(outputs, GeneratedModel.Unwritten);
        var done = (int)kernel(ref one.Inputs[0], ref outputs[0], samples) * _outputs;
        MustBeSame(what, expected[..done], outputs[..done]);
        Must(
            Array.TrueForAll(outputs[done..], static output => output == GeneratedModel.Unwritten),
            $"{what} write behind what they compute");
    }

    private void CheckBatches(float[] expected)
    {
        foreach (var samples in s_batches)
        {
            var places = Enumerable.Range(0, samples).Select(static sample => sample % Samples.Count);
            float[] inputs = [.. places.SelectMany(place => one.Sample(place).ToArray())];
            float[] wanted = [.. places.SelectMany(place => expected[(place * _outputs)..((place + 1) * _outputs)])];
            var outputs = new float[wanted.Length];
            model.PredictFloatBatch(inputs, outputs);
            MustBeSame($"a batch of {samples}", wanted, outputs);
            model.PredictFloatsInParallel(inputs, outputs, 3);
            MustBeSame($"a batch of {samples} on threads", wanted, outputs);
        }
    }

    private void CheckBytes(float[] expected)
    {
        var (bytes, outputs) = (Array.ConvertAll(one.Inputs, static value => (byte)value), new float[expected.Length]);
        model.PredictByteBatch(bytes, outputs);
        MustBeSame("a batch of bytes", expected, outputs);
        model.PredictBytes(bytes.AsSpan(0, one.Net.Inputs), outputs.AsSpan(0, _outputs));
        MustBeSame("bytes", expected[.._outputs], outputs[.._outputs]);
    }

    /// <summary>Within the bound; NaN where the reference is, and nowhere else but where an input or a neuron is infinite.</summary>
    private void CheckValues(string what, float[] outputs)
    {
        for (var sample = 0; sample < Samples.Count; sample++)
        {
            float[] input = one.Sample(sample).ToArray();
            var expected = ReferenceEvaluator.Outputs(one.Reference, input);
            var (bounds, mayOverflow) = ErrorBound.Of(one.Reference, input);
            var isFinite = Array.TrueForAll(input, float.IsFinite) && !mayOverflow;
            for (var o = 0; o < _outputs; o++)
            {
                var (value, error) = (outputs[(sample * _outputs) + o], Math.Abs(outputs[(sample * _outputs) + o] - expected[o]));
                if (!double.IsFinite(bounds[o]) || !double.IsFinite(expected[o]) || (!isFinite && float.IsNaN(value)))
                {
                    Must(!input.Any(float.IsNaN) || !double.IsNaN(expected[o]) || float.IsNaN(value), $"{what}, sample {sample}, "
                        + $"output {o}: {value}, where a NaN reaches it");
                    _unbounded++;
                    continue;
                }

                _compared++;
                _nearest = Math.Max(_nearest, error / bounds[o]);
                Must(error <= bounds[o], $"{what}, sample {sample}, output {o}: {value} is {error:G3} from {expected[o]:R}; "
                    + $"{bounds[o]:G3} is the bound");
            }
        }
    }

    /// <summary>Bit for bit; where one is NaN, an infinite input may have met zeros in the other.</summary>
    private static void MustBeSame(string what, float[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Must(
                BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i])
                    || float.IsNaN(expected[i])
                    || float.IsNaN(actual[i]),
                $"{what}: {actual[i]:R} instead of {expected[i]:R} at {i}");
        }
    }

    private static void Must(bool isTrue, string fault)
    {
        if (!isTrue)
        {
            throw new DifferenceException(fault);
        }
    }
}
