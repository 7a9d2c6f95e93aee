using System.Globalization;
using System.Text;
using FreeNets.Benchmarks.Peers.Loops;
using FreeNets.Model;

namespace FreeNets.Benchmarks.Peers.C;

/// <summary>
/// Writes a network as the C that a sensible programmer would generate: constant arrays and plain loops that a compiler can vectorise,
/// and one statement a neuron for the cascade as long as the network is small.
/// </summary>
/// <remarks>
/// One sample has two encoders, since either may win: dot products by neuron, or one input after the other, skipping zeros.
/// A batch runs in blocks of samples, which are the innermost loop everywhere, and four neurons share each pass over the inputs.
/// </remarks>
internal sealed class CEmitter
{
    public const string PredictRows = "predict_rows";
    public const string PredictColumns = "predict_columns";
    public const string PredictBatch = "predict_batch";

    private const int Block = 16;

    private readonly StringBuilder _text = new();
    private readonly FreeNet _net;
    private readonly CCascade _cascade;

    private CEmitter(FreeNet net)
    {
        _net = net;
        _cascade = new CCascade(_text, net);
    }

    /// <summary>The C program of a network with folded normalisation.</summary>
    public static string Emit(FreeNet net)
    {
        var emitter = new CEmitter(net);
        emitter.Write();
        return emitter._text.ToString();
    }

    private void Write()
    {
        _text.Append(CultureInfo.InvariantCulture, $"""
            // {_net.Inputs}-{_net.Neurons}-{_net.Outputs}, {_net.Edges.Count} edges.
            #include <stdint.h>

            enum {"{"} INPUTS = {_net.Inputs}, NEURONS = {_net.Neurons}, OUTPUTS = {_net.Outputs}, PADDED = {(_net.Neurons + 3) / 4 * 4}, BLOCK = {Block} {"}"};


            """);
        WriteWeights();
        _text.Append($$"""

            static inline float activate(float z) {
              float h = z > 0 ? z : 0;
              return {{(_net.ActivationOf(0) == Activation.SquaredRelu ? "h * h" : "h")}};
            }


            """);
        _cascade.WriteOne();
        _cascade.WriteBlock();
        _text.Append($$"""

            void {{PredictRows}}(const uint8_t *restrict pixels, float *restrict logits) {
              float x[INPUTS], z[NEURONS];
              for (int p = 0; p < INPUTS; p++) x[p] = pixels[p];
              for (int i = 0; i < NEURONS; i++) {
                float sum = bias[i];
                for (int p = 0; p < INPUTS; p++) sum += encoder[i][p] * x[p];
                z[i] = sum;
              }
              cascade_one(z, logits);
            }

            void {{PredictColumns}}(const uint8_t *restrict pixels, float *restrict logits) {
              float z[NEURONS];
              for (int i = 0; i < NEURONS; i++) z[i] = bias[i];
              for (int p = 0; p < INPUTS; p++) {
                if (pixels[p] == 0) continue;
                float x = pixels[p];
                for (int i = 0; i < NEURONS; i++) z[i] += encoder_columns[p][i] * x;
              }
              cascade_one(z, logits);
            }

            static void predict_block(const uint8_t *restrict pixels, float *restrict logits) {
              float x[INPUTS][BLOCK], z[PADDED][BLOCK], y[OUTPUTS][BLOCK];
              for (int s = 0; s < BLOCK; s++)
                for (int p = 0; p < INPUTS; p++) x[p][s] = pixels[s * INPUTS + p];
              for (int i = 0; i < PADDED; i += 4) {
                float a[BLOCK], b[BLOCK], c[BLOCK], d[BLOCK];
                for (int s = 0; s < BLOCK; s++) a[s] = bias[i];
                for (int s = 0; s < BLOCK; s++) b[s] = bias[i + 1];
                for (int s = 0; s < BLOCK; s++) c[s] = bias[i + 2];
                for (int s = 0; s < BLOCK; s++) d[s] = bias[i + 3];
                for (int p = 0; p < INPUTS; p++)
                  for (int s = 0; s < BLOCK; s++) {
                    a[s] += encoder[i][p] * x[p][s];
                    b[s] += encoder[i + 1][p] * x[p][s];
                    c[s] += encoder[i + 2][p] * x[p][s];
                    d[s] += encoder[i + 3][p] * x[p][s];
                  }
                for (int s = 0; s < BLOCK; s++) z[i][s] = a[s];
                for (int s = 0; s < BLOCK; s++) z[i + 1][s] = b[s];
                for (int s = 0; s < BLOCK; s++) z[i + 2][s] = c[s];
                for (int s = 0; s < BLOCK; s++) z[i + 3][s] = d[s];
              }
              cascade_block(z, y);
              for (int s = 0; s < BLOCK; s++)
                for (int o = 0; o < OUTPUTS; o++) logits[s * OUTPUTS + o] = y[o][s];
            }

            void {{PredictBatch}}(const uint8_t *restrict pixels, float *restrict logits, int samples) {
              int done = 0;
              for (; samples - done >= BLOCK; done += BLOCK) predict_block(pixels + done * INPUTS, logits + done * OUTPUTS);
              for (; done < samples; done++) {{PredictRows}}(pixels + done * INPUTS, logits + done * OUTPUTS);
            }

            """);
    }

    private void WriteWeights()
    {
        var rows = new DenseRows(_net);
        var columns = Enumerable.Range(0, _net.Inputs)
            .Select(input => Enumerable.Range(0, _net.Neurons).Select(neuron => rows.Encoder[neuron][input]).ToArray());
        CText.Matrix(_text, "encoder[PADDED][INPUTS]", rows.Encoder);
        CText.Matrix(_text, "encoder_columns[INPUTS][NEURONS]", columns);
        CText.Array(_text, "float bias[PADDED]", _net.EncoderBias.Select(CText.Number));
        _cascade.WriteWeights(rows);
    }
}
