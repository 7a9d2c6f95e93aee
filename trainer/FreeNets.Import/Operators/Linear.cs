using FreeNets.Import.Graph;

namespace FreeNets.Import.Operators;

/// <summary>Linear layers.</summary>
internal static class Linear
{
    public static IReadOnlyDictionary<string, Operator> All { get; } = new Dictionary<string, Operator>
    {
        ["MatMul"] = static call => [MatrixProduct.Of(call, call.Input(0), call.Input(1))],
        ["Gemm"] = Gemm,
        ["BatchNormalization"] = BatchNormalization,
    };

    /// <summary>α · A · B + β · C.</summary>
    private static Tensor[] Gemm(Call call)
    {
        var a = Matrix(call.Input(0), "transA", "A");
        var b = Matrix(call.Input(1), "transB", "B");
        var product = MatrixProduct.OfMatrices(call, a, b, call.Node.Float("alpha", 1));
        double beta = call.Node.Float("beta", 1);
        if (call.Optional(2) is not { } c || beta == 0)
        {
            return [product];
        }

        call.MustAgree(product, c, "product", "C");
        return
        [
            Arithmetic.Apply(
                call, product, c, (x, y) => x + (beta * y), (x, y) => call.Symbols.Linear(call.Node, [new(x, 1), new(y, beta)], 0)),
        ];

        Matrices Matrix(Tensor tensor, string flag, string name) => tensor.Rank != 2
            ? throw call.Node.Refuse($"{name} has shape {Onnx.Text.Shape(tensor.Shape)}, and should be a matrix")
            : new Matrices(tensor, call.Node.Int(flag, 0) != 0);
    }

    /// <summary>(x − mean) · scale / √(variance + ε) + shift, for each channel.</summary>
    private static Tensor[] BatchNormalization(Call call)
    {
        var x = call.Input(0);
        if (call.Node.Int("training_mode", 0) != 0 || Enumerable.Range(1, 4).Any(call.WantsOutput))
        {
            throw call.Node.Refuse("training mode: it depends on the mean and variance of a batch; export for inference");
        }

        if (call.Node.Int("spatial", 1) == 0)
        {
            throw call.Node.Refuse("spatial = 0 is not supported");
        }

        double epsilon = call.Node.Float("epsilon", 1e-5f);
        var channelAxis = x.Rank > 1 ? 1 : 0;
        call.MustNotBeBatch(x, channelAxis, "normalises");
        var channels = x.Rank == 0 ? 1 : x.Shape[channelAxis];
        var (scale, shift, mean, variance) = (Parameter(1, "scale"), Parameter(2, "shift"), Parameter(3, "mean"), Parameter(4, "variance"));
        var factors = scale.Select((s, c) => s / Math.Sqrt(variance[c] + epsilon)).ToArray();
        var offsets = shift.Select((s, c) => s - (mean[c] * factors[c])).ToArray();
        var inner = Shapes.Count(x.Extents.AsSpan(Math.Min(x.Rank, channelAxis + 1)));
        var sums = new Sums(call, x, x.Count);
        for (var i = 0; i < x.Count; i++)
        {
            sums.Add(i, factors[i / inner % channels]);
            sums.End(offsets[i / inner % channels]);
        }

        return [sums.ToTensor(x.Shape, x.BatchAxis)];

        double[] Parameter(int input, string name)
        {
            var tensor = call.Constant(input, $"its {name}") ?? throw call.Node.Refuse($"has no {name}");
            return tensor.Count == channels
                ? tensor.Numbers!
                : throw call.Node.Refuse($"{name} has {tensor.Count} elements, the channel axis has {channels}");
        }
    }
}
