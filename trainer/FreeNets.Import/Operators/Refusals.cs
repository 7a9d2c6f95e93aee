namespace FreeNets.Import.Operators;

/// <summary>Why operators that are not read never will be, or are not yet.</summary>
internal static class Refusals
{
    public const string Quantised = "quantised arithmetic; import the float model that was quantised";

    private const string Recurrent = "recurrent; only feed-forward networks are supported";
    private const string Random = "random; name a deterministic output with --output";
    private const string ControlFlow = "control flow; only straight graphs are supported";
    private const string Moments = "depends on the mean and variance of activations";
    private const string Tree = "trees are no feed-forward network";

    private static readonly Dictionary<string, string> s_reasons = new()
    {
        ["LSTM"] = Recurrent,
        ["GRU"] = Recurrent,
        ["RNN"] = Recurrent,
        ["RandomNormal"] = Random,
        ["RandomNormalLike"] = Random,
        ["RandomUniform"] = Random,
        ["RandomUniformLike"] = Random,
        ["Multinomial"] = Random,
        ["Bernoulli"] = Random,
        ["If"] = ControlFlow,
        ["Loop"] = ControlFlow,
        ["Scan"] = ControlFlow,
        ["LayerNormalization"] = Moments,
        ["GroupNormalization"] = Moments,
        ["InstanceNormalization"] = Moments,
        ["MeanVarianceNormalization"] = Moments,
        ["RMSNormalization"] = Moments,
        ["LpNormalization"] = Moments,
        ["TreeEnsemble"] = Tree,
        ["TreeEnsembleClassifier"] = Tree,
        ["TreeEnsembleRegressor"] = Tree,
        ["Attention"] = "product of two activations (attention)",
    };

    public static bool IsQuantised(string name) =>
        name.Contains("Quant", StringComparison.Ordinal) || name.Contains("Integer", StringComparison.Ordinal)
        || name.StartsWith("QLinear", StringComparison.Ordinal) || name is "MultiThreshold" or "Trunc" or "QGemm";

    public static string ReasonFor(string name) =>
        s_reasons.GetValueOrDefault(name, IsQuantised(name) ? Quantised : "operator is not supported");
}
