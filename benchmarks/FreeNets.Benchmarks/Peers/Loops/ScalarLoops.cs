using FreeNets.Model;

namespace FreeNets.Benchmarks.Peers.Loops;

/// <summary>Plain loops over dense matrices.</summary>
internal sealed class ScalarLoops(FreeNet net) : SampleLoops(net)
{
    private readonly DenseRows _rows = new(net);

    protected override void Predict(ReadOnlySpan<float> x, Span<float> logits)
    {
        for (var neuron = 0; neuron < H.Length; neuron++)
        {
            var z = Net.EncoderBias[neuron] + Dot(_rows.Encoder[neuron], x) + Dot(_rows.Cascade[neuron], H);
            H[neuron] = Activate(z);
        }

        for (var output = 0; output < logits.Length; output++)
        {
            logits[output] = Net.DecoderBias[output] + Dot(_rows.Decoder[output], H);
        }
    }

    private static float Dot(float[] row, ReadOnlySpan<float> values)
    {
        var sum = 0f;
        for (var i = 0; i < row.Length; i++)
        {
            sum += row[i] * values[i];
        }

        return sum;
    }
}
