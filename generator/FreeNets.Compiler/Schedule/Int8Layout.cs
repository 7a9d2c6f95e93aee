using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>The encoder in whole numbers as all families read it: units of 64 bytes, 16 inputs × 4 neurons.</summary>
/// <remarks>
/// Bytes are [groups of 16 inputs, units, 4 groups of 4 inputs, 4 neurons, 4 inputs]: one 512-bit vector, two of 256 bits or four of 128
/// bits a unit, each lane with four inputs of one neuron. The last group of inputs ends at the last input, and so may reach back into the
/// one before it; weights of inputs that were counted there are 0.
/// </remarks>
/// <param name="Weights">The bytes, four in each number, the first lowest; padded by a unit, so that a vector may be read past the end.</param>
/// <param name="Steps">[neurons, padded to 16]: what the sums are multiplied with; 0 behind the neurons.</param>
/// <param name="Shifts">[4 × units]: 128 × the sum of each neuron's weights, from where sums over inputs − 128 start.</param>
/// <param name="Units">The number of units side by side: neurons / 4, rounded up.</param>
public sealed record Int8Layout(EquatableArray<uint> Weights, EquatableArray<float> Steps, EquatableArray<int> Shifts, int Units)
{
    /// <summary>Inputs of a unit.</summary>
    public const int Span = 16;

    /// <summary>Bytes of a unit.</summary>
    public const int UnitBytes = 64;

    /// <summary>Neurons of a unit.</summary>
    public const int UnitNeurons = 4;

    /// <summary>Samples of a batch that share each load of weights.</summary>
    public const int BatchSamples = 2;

    /// <summary>Whether one sample reads whole cache lines: where the second cache holds the weights and registers all sums.</summary>
    public bool ReadsLines => sizeof(uint) * (long)Weights.Count > CostModel.FirstCacheBytes && Units + 1 < VectorShape.Avx512.Accumulators - 1;

    /// <summary>The register block for so many samples: an accumulator a unit, so that a chunk of 16 lanes takes four.</summary>
    public static EncoderTile Tile(VectorShape shape, int neurons, int samples)
    {
        var (chunks, accumulators) = (shape.Chunks(neurons), samples * shape.Lanes / UnitNeurons);
        return new EncoderTile(samples, CostModel.Balanced(chunks, Math.Max(1, Math.Min(chunks, shape.Accumulators / accumulators))));
    }

    /// <summary>Lays out the encoder of an optimised network.</summary>
    public static Int8Layout Of(FreeNet net)
    {
        var rounded = Int8Encoder.Of(net);
        var units = (net.Neurons + UnitNeurons - 1) / UnitNeurons;
        var groups = (net.Inputs + Span - 1) / Span;
        var bytes = new sbyte[((long)groups * units * UnitBytes) + UnitBytes];
        var shifts = new int[units * UnitNeurons];
        var steps = new float[(net.Neurons + Scheduler.Unit - 1) / Scheduler.Unit * Scheduler.Unit];
        for (var neuron = 0; neuron < net.Neurons; neuron++)
        {
            steps[neuron] = rounded.Steps[neuron];
            for (var input = 0; input < net.Inputs; input++)
            {
                var value = rounded.Values[(neuron * net.Inputs) + input];
                bytes[Place(net.Inputs, units, neuron, input)] = value;
                shifts[neuron] += 128 * value;
            }
        }

        return new Int8Layout(Words(bytes), steps, shifts, units);
    }

    private static long Place(int inputs, int units, int neuron, int input)
    {
        var group = input / Span;
        var inside = input - Math.Min(group * Span, Math.Max(0, inputs - Span));
        var unit = ((long)group * units) + (neuron / UnitNeurons);
        return (unit * UnitBytes) + (inside / 4 * 16) + (neuron % UnitNeurons * 4) + (inside % 4);
    }

    private static uint[] Words(sbyte[] bytes)
    {
        var words = new uint[bytes.Length / 4];
        for (var i = 0; i < bytes.Length; i++)
        {
            words[i / 4] |= (uint)(byte)bytes[i] << (8 * (i % 4));
        }

        return words;
    }
}
