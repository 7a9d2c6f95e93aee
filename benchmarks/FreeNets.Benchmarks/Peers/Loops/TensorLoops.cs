using System.Numerics.Tensors;
using FreeNets.Model;

namespace FreeNets.Benchmarks.Peers.Loops;

/// <summary>The same loops with System.Numerics.Tensors' dot products, which use the machine's vectors.</summary>
internal sealed class TensorLoops(FreeNet net) : SampleLoops(net)
{
    private readonly DenseRows _rows = new(net);

    protected override void Predict(ReadOnlySpan<float> x, Span<float> logits)
    {
        for (var neuron = 0; neuron < H.Length; neuron++)
        {
            var row = _rows.Cascade[neuron];
            var z = Net.EncoderBias[neuron] + TensorPrimitives.Dot(_rows.Encoder[neuron], x)
                + TensorPrimitives.Dot(row, H.AsSpan(0, row.Length));
            H[neuron] = Activate(z);
        }

        for (var output = 0; output < logits.Length; output++)
        {
            logits[output] = Net.DecoderBias[output] + TensorPrimitives.Dot(_rows.Decoder[output], H);
        }
    }
}
