namespace FreeNets.Import.Tests.RandomGraphs;

/// <summary>Activations, as nodes and as formulas of the ONNX documentation.</summary>
internal static class Functions
{
    public static (string Name, Func<double, double> Compute) Pick(Random random, GraphWriter writer, string x) => random.Next(20) switch
    {
        0 or 1 => (writer.Node("Relu", [x]), static z => z > 0 ? z : 0),
        2 => (writer.Node("LeakyRelu", [x], ("alpha", 0.2f)), static z => z < 0 ? 0.2f * z : z),
        3 => (writer.Node("Elu", [x], ("alpha", 0.7f)), static z => z < 0 ? 0.7f * (Math.Exp(z) - 1) : z),
        4 =>
            (writer.Node("Selu", [x]), static z => 1.05070102214813232421875 * (z > 0 ? z : 1.67326319217681884765625 * (Math.Exp(z) - 1))),
        5 => (writer.Node("Celu", [x], ("alpha", 1.5f)), static z => Math.Max(0, z) + Math.Min(0, 1.5 * (Math.Exp(z / 1.5) - 1))),
        6 => (writer.Node("Sigmoid", [x]), Sigmoid),
        7 => (writer.Node("Tanh", [x]), Math.Tanh),
        8 => (writer.Node("HardSigmoid", [x]), static z => Math.Max(0, Math.Min(1, (0.2f * z) + 0.5))),
        9 => (writer.Node("HardSwish", [x]), static z => z * Math.Max(0, Math.Min(1, (z / 6) + 0.5))),
        10 => (writer.Node("Softplus", [x]), static z => Math.Log(Math.Exp(z) + 1)),
        11 => (writer.Node("Softsign", [x]), static z => z / (1 + Math.Abs(z))),
        12 => (writer.Node("Clip", [x, writer.Constant([], -0.5f), writer.Constant([], 0.75f)]), static z => Math.Clamp(z, -0.5, 0.75)),
        13 => (writer.Node("Mul", [x, writer.Node("Sigmoid", [x])]), static z => z * Sigmoid(z)),
        14 => (
            writer.Node("Mul", [writer.Node("Sigmoid", [writer.Node("Mul", [x, writer.Constant([], 1.5f)])]), x]),
            static z => z * Sigmoid(1.5 * z)),
        15 => (
            writer.Node("Mul", [x, writer.Node("Tanh", [writer.Node("Softplus", [x])])]),
            static z => z * Math.Tanh(Math.Log(Math.Exp(z) + 1))),
        16 => (writer.Node("Max", [x, writer.Constant([], 0.25f)]), static z => Math.Max(z, 0.25)),
        17 => (writer.Node("Abs", [x]), Math.Abs),
        18 => (writer.Node("Mul", [x, x]), static z => z * z),
        _ => (Gelu(writer, x), static z => 0.5 * z * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (z + (0.044715 * z * z * z))))),
    };

    private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    /// <summary>As PyTorch spells it: x · ½ · (1 + tanh(√(2/π) · (x + 0.044715 · x³))).</summary>
    private static string Gelu(GraphWriter writer, string x)
    {
        var cube = writer.Node("Mul", [x, writer.Node("Mul", [x, x])]);
        var sum = writer.Node("Add", [x, writer.Node("Mul", [writer.Constant([], 0.044715f), cube])]);
        var tanh = writer.Node("Tanh", [writer.Node("Mul", [writer.Constant([], 0.7978845834732056f), sum])]);
        return writer.Node(
            "Mul", [writer.Node("Mul", [writer.Constant([], 0.5f), x]), writer.Node("Add", [writer.Constant([], 1f), tanh])]);
    }
}
