using System.Globalization;
using System.Text;
using FreeNets.Benchmarks.Peers.Loops;
using FreeNets.Model;

namespace FreeNets.Benchmarks.Peers.C;

/// <summary>
/// Writes the cascade and the decoder in the form that suits the graph: one statement a neuron while the graph is small; else dense rows,
/// or compressed sparse rows where few edges are left.
/// </summary>
internal sealed class CCascade(StringBuilder text, FreeNet net)
{
    /// <summary>Statements of more terms take clang minutes.</summary>
    private const int StraightLineWeights = 6_000;

    /// <summary>Above this share of the edges, contiguous rows with zeros beat gathered sources.</summary>
    private const double DenseShare = 0.2;

    private readonly DenseRows _rows = new(net);

    private bool IsStraightLine { get; } = net.Edges.Count + (net.Outputs * net.Neurons) <= StraightLineWeights;

    private bool IsDense => MultipliesZeros(net);

    /// <summary>Whether absent edges are multiplied like all others.</summary>
    public static bool MultipliesZeros(FreeNet net) =>
        net.Edges.Count + (net.Outputs * net.Neurons) > StraightLineWeights && net.Edges.Count >= DenseShare * Ncg.MaxEdgesOf(net.Neurons);

    public void WriteWeights(DenseRows rows)
    {
        if (IsStraightLine)
        {
            return;
        }

        CText.Matrix(text, "decoder[OUTPUTS][NEURONS]", rows.Decoder);
        CText.Array(text, "float decoder_bias[OUTPUTS]", net.DecoderBias.Select(CText.Number));
        var sparse = SparseRows.Of(rows.Cascade);
        if (IsDense)
        {
            CText.Array(text, "float edges[]", rows.Cascade.SelectMany(static row => row).Select(CText.Number));
        }
        else
        {
            CText.Array(text, "int starts[]", sparse.Starts.Select(Integer));
            CText.Array(text, "int sources[]", sparse.Columns.Select(Integer));
            CText.Array(text, "float edges[]", sparse.Values.Select(CText.Number));
        }
    }

    /// <summary><c>cascade_one</c>: z of one sample becomes h in place, then the logits.</summary>
    public void WriteOne()
    {
        text.Append("static void cascade_one(float *restrict z, float *restrict logits) {\n");
        if (IsStraightLine)
        {
            WriteStatements(index: "", static (target, sum) => $"  {target} = {sum};\n", "z", "logits");
        }
        else
        {
            text.Append($$"""
                {{(IsDense ? "  const float *row = edges;\n" : "")}}  for (int i = 0; i < NEURONS; i++) {
                    float sum = z[i];
                    {{(IsDense
                        ? "for (int j = 0; j < i; j++) sum += row[j] * z[j];\n    row += i;"
                        : "for (int e = starts[i]; e < starts[i + 1]; e++) sum += edges[e] * z[sources[e]];")}}
                    z[i] = activate(sum);
                  }
                  for (int o = 0; o < OUTPUTS; o++) {
                    float sum = decoder_bias[o];
                    for (int i = 0; i < NEURONS; i++) sum += decoder[o][i] * z[i];
                    logits[o] = sum;
                  }

                """);
        }

        text.Append("}\n\n");
    }

    /// <summary><c>cascade_block</c>: the same for a block, samples innermost.</summary>
    public void WriteBlock()
    {
        text.Append("static void cascade_block(float (*restrict z)[BLOCK], float (*restrict y)[BLOCK]) {\n");
        if (IsStraightLine)
        {
            WriteStatements("[s]", static (target, sum) => $"  for (int s = 0; s < BLOCK; s++) {target} = {sum};\n", "z", "y");
        }
        else
        {
            text.Append($$"""
                {{(IsDense ? "  const float *row = edges;\n" : "")}}  for (int i = 0; i < NEURONS; i++) {
                    float sum[BLOCK];
                    for (int s = 0; s < BLOCK; s++) sum[s] = z[i][s];
                    {{(IsDense
                        ? "for (int j = 0; j < i; j++)\n      for (int s = 0; s < BLOCK; s++) sum[s] += row[j] * z[j][s];\n    row += i;"
                        : "for (int e = starts[i]; e < starts[i + 1]; e++)\n      for (int s = 0; s < BLOCK; s++) sum[s] += edges[e] * z[sources[e]][s];")}}
                    for (int s = 0; s < BLOCK; s++) z[i][s] = activate(sum[s]);
                  }
                  for (int o = 0; o < OUTPUTS; o++) {
                    float sum[BLOCK];
                    for (int s = 0; s < BLOCK; s++) sum[s] = decoder_bias[o];
                    for (int i = 0; i < NEURONS; i++)
                      for (int s = 0; s < BLOCK; s++) sum[s] += decoder[o][i] * z[i][s];
                    for (int s = 0; s < BLOCK; s++) y[o][s] = sum[s];
                  }

                """);
        }

        text.Append("}\n\n");
    }

    private void WriteStatements(string index, Func<string, string, string> statement, string neurons, string outputs)
    {
        for (var i = 0; i < net.Neurons; i++)
        {
            var z = string.Create(CultureInfo.InvariantCulture, $"{neurons}[{i}]{index}");
            text.Append(statement(z, $"activate({z}{Terms(_rows.Cascade[i], index)})"));
        }

        for (var o = 0; o < net.Outputs; o++)
        {
            var y = string.Create(CultureInfo.InvariantCulture, $"{outputs}[{o}]{index}");
            text.Append(statement(y, $"{CText.Number(net.DecoderBias[o])}{Terms(_rows.Decoder[o], index)}"));
        }
    }

    private static string Terms(float[] weights, string index) => string.Concat(weights
        .Select(
            (weight, source) => weight == 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $" + {CText.Number(weight)} * z[{source}]{index}")));

    private static string Integer(int value) => value.ToString(CultureInfo.InvariantCulture);
}
