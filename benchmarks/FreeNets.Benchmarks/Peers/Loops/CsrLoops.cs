using FreeNets.Model;

namespace FreeNets.Benchmarks.Peers.Loops;

/// <summary>Loops over compressed sparse rows, for all three stages.</summary>
internal sealed class CsrLoops : SampleLoops
{
    private readonly SparseRows _encoder;
    private readonly SparseRows _cascade;
    private readonly SparseRows _decoder;

    public CsrLoops(FreeNet net)
        : base(net)
    {
        var rows = new DenseRows(net);
        (_encoder, _cascade, _decoder) = (SparseRows.Of(rows.Encoder), SparseRows.Of(rows.Cascade), SparseRows.Of(rows.Decoder));
    }

    protected override void Predict(ReadOnlySpan<float> x, Span<float> logits)
    {
        for (var neuron = 0; neuron < H.Length; neuron++)
        {
            H[neuron] = Activate(Net.EncoderBias[neuron] + Dot(_encoder, neuron, x) + Dot(_cascade, neuron, H));
        }

        for (var output = 0; output < logits.Length; output++)
        {
            logits[output] = Net.DecoderBias[output] + Dot(_decoder, output, H);
        }
    }

    private static float Dot(SparseRows rows, int row, ReadOnlySpan<float> values)
    {
        var (start, end) = (rows.Starts[row], rows.Starts[row + 1]);
        var columns = rows.Columns.AsSpan()[start..end];
        var weights = rows.Values.AsSpan()[start..end];
        var sum = 0f;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * values[columns[i]];
        }

        return sum;
    }
}
