using FreeNets.Import.Graph;
using FreeNets.Import.Onnx;

namespace FreeNets.Import.Operators;

/// <summary>What an operator makes of its inputs: a tensor for each output.</summary>
internal delegate Tensor[] Operator(Call call);

/// <summary>All operators that are read, and the words with which others are refused.</summary>
internal static class OperatorTable
{
    private static readonly Dictionary<string, Operator> s_onnx = Of(
        Activations.All, Arithmetic.All, Linear.All, Movement.All, Selection.All, ShapeArithmetic.All, Convolution.All, Pooling.All,
        Reduction.All, Classes.All);

    private static readonly Dictionary<string, Operator> s_ml = Of(Scikit.All);

    /// <summary>The names of ONNX's own operators that are read.</summary>
    public static IEnumerable<string> Names => s_onnx.Keys;

    /// <summary>Those of ai.onnx.ml.</summary>
    public static IEnumerable<string> MlNames => s_ml.Keys;

    /// <exception cref="Refusal">There is no such operator here.</exception>
    public static Operator Find(Node node)
    {
        var table = node.Domain switch
        {
            "" => s_onnx,
            "ai.onnx.ml" => s_ml,
            _ => throw node.Refuse(
                node.Domain is "qonnx.custom_op.general" or "onnx.brevitas" || node.Domain.StartsWith("finn", StringComparison.Ordinal)
                || node.Domain.StartsWith("qonnx", StringComparison.Ordinal) || Refusals.IsQuantised(node.Operator)
                ? Refusals.Quantised
                : "operator of an unknown domain"),
        };
        return table.TryGetValue(node.Operator, out var found) ? found : throw node.Refuse(Refusals.ReasonFor(node.Operator));
    }

    private static Dictionary<string, Operator> Of(params IReadOnlyDictionary<string, Operator>[] families) =>
        families.SelectMany(static family => family).ToDictionary();
}
