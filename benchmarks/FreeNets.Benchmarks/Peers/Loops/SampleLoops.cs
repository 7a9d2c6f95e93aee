using System.Numerics.Tensors;
using FreeNets.Model;

namespace FreeNets.Benchmarks.Peers.Loops;

/// <summary>Loops that a C# programmer would write by hand, one sample after the other.</summary>
/// <param name="net">With folded normalisation.</param>
internal abstract class SampleLoops(FreeNet net)
{
    private readonly float[] _x = new float[net.Inputs];

    protected FreeNet Net { get; } = net;

    /// <summary>Activations of the neurons so far.</summary>
    protected float[] H { get; } = new float[net.Neurons];

    /// <summary>[samples, inputs] pixels → [samples, outputs] logits.</summary>
    public void Predict(byte[] pixels, float[] logits)
    {
        for (var sample = 0; sample < pixels.Length / Net.Inputs; sample++)
        {
            TensorPrimitives.ConvertTruncating<byte, float>(pixels.AsSpan(sample * Net.Inputs, Net.Inputs), _x);
            Predict(_x, logits.AsSpan(sample * Net.Outputs, Net.Outputs));
        }
    }

    protected abstract void Predict(ReadOnlySpan<float> x, Span<float> logits);

    protected float Activate(float z)
    {
        var h = z > 0 ? z : 0;
        return Net.ActivationOf(0) == Activation.SquaredRelu ? h * h : h;
    }
}
