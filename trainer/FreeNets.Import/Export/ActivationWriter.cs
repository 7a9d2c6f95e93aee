using FreeNets.Model;
using static FreeNets.Import.Export.GraphWriter;

namespace FreeNets.Import.Export;

/// <summary>Spells activations in operators.</summary>
internal static class ActivationWriter
{
    /// <summary>Activations of neurons that stand side by side.</summary>
    public static string Apply(GraphWriter graph, string z, Activation[] activations)
    {
        var (runs, first) = (new List<Range>(), 0);
        for (var i = 1; i <= activations.Length; i++)
        {
            if (i == activations.Length || !IsOneOperator(activations[first], activations[i]))
            {
                runs.Add(first..i);
                first = i;
            }
        }

        var parts = graph.Split(z, runs.ConvertAll(static run => run.End.Value - run.Start.Value));
        return graph.Concat([.. parts.Zip(runs, (part, run) => ApplyRun(graph, part, activations[run]))]);
    }

    /// <summary>One activation of all values.</summary>
    public static string Apply(GraphWriter graph, string z, Activation activation)
    {
        switch (activation.Function)
        {
            case ActivationFunction.Identity:
                return z;
            case ActivationFunction.SquaredRelu:
                var relu = graph.Node("Relu", [z]);
                return graph.Node("Mul", [relu, relu]);
            case ActivationFunction.LeakyRelu:
                return graph.Node("LeakyRelu", [z], Attribute("alpha", activation.Alpha));
            case ActivationFunction.Clip:
                return graph.Node("Clip", [z, graph.Number(activation.Alpha), graph.Number(activation.Beta)]);
            case ActivationFunction.HardSigmoid:
                return graph.Node("HardSigmoid", [z], Attribute("alpha", activation.Alpha), Attribute("beta", activation.Beta));
            case ActivationFunction.Elu:
                return activation.Beta == 1
                    ? graph.Node("Elu", [z], Attribute("alpha", activation.Alpha))
                    : graph.Node("Selu", [z], Attribute("alpha", activation.Alpha), Attribute("gamma", activation.Beta));
            case ActivationFunction.Silu:
                return graph.Node("Mul", [z, graph.Node("Sigmoid", [z])]);
            case ActivationFunction.Gelu:
                graph.Needs(opset: 20);
                return graph.Node("Gelu", [z]);
            case ActivationFunction.GeluTanh:
                graph.Needs(opset: 20);
                return graph.Node("Gelu", [z], Attribute("approximate", "tanh"));
            case ActivationFunction.HardSwish:
                graph.Needs(opset: 14);
                return graph.Node("HardSwish", [z]);
            case ActivationFunction.Mish:
                graph.Needs(opset: 18);
                return graph.Node("Mish", [z]);
            case ActivationFunction.Step:
                return graph.Node("Relu", [graph.Node("Sign", [z])]);
            case ActivationFunction.Sine:
                return graph.Node("Sin", [Scaled(graph, z, activation.Alpha)]);
            case ActivationFunction.Cosine:
                return graph.Node("Cos", [Scaled(graph, z, activation.Alpha)]);
            case ActivationFunction.Gaussian:
                return graph.Node("Exp", [Scaled(graph, graph.Node("Mul", [z, z]), -activation.Alpha)]);
            case ActivationFunction.Absolute:
                return graph.Node("Abs", [z]);
            case ActivationFunction.Inverse:
                return graph.Node("Neg", [z]);
            case ActivationFunction.Softmax or ActivationFunction.LogSoftmax:
                return graph.Node(activation.Function.ToString(), [z], Attribute("axis", 1L));
            default:
                // Relu, Sigmoid, Tanh, Softplus and Softsign are operators by these names.
                return graph.Node(activation.Function.ToString(), [z]);
        }
    }

    // Slopes may differ from neuron to neuron in PRelu.
    private static bool IsOneOperator(Activation a, Activation b) =>
        a == b || (a.Function == ActivationFunction.LeakyRelu && b.Function == ActivationFunction.LeakyRelu);

    private static string ApplyRun(GraphWriter graph, string z, Activation[] activations) =>
        Array.TrueForAll(activations, activation => activation == activations[0])
        ? Apply(graph, z, activations[0])
        : graph.Node(
            "PRelu", [z, graph.Tensor("slopes", Array.ConvertAll(activations, static activation => activation.Alpha), activations.Length)]);

    private static string Scaled(GraphWriter graph, string z, float factor) =>
        factor == 1 ? z : graph.Node("Mul", [z, graph.Number(factor)]);
}
