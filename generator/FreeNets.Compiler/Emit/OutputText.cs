using FreeNets.Compiler.Text;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit;

/// <summary>What generated files say of outputs.</summary>
internal static class OutputText
{
    /// <summary>Logits, or what an activation makes of them.</summary>
    public static string Values(FreeNet net) => AreLogits(net) ? "logits" : "outputs";

    /// <summary>One of them.</summary>
    public static string Value(FreeNet net) => AreLogits(net) ? "logit" : "value";

    /// <summary>Whether outputs are logits without an activation.</summary>
    public static bool AreLogits(FreeNet net) => net.OutputsInGroups().All(static group => group.Activation == Activation.Identity);

    /// <summary>Outputs among which the largest is a sample's class: those of the first group.</summary>
    public static int Classes(FreeNet net) => net.OutputsInGroups()[0].Count;

    /// <summary>Which outputs these are, where there are others.</summary>
    public static string OfClasses(FreeNet net) =>
        Classes(net) == net.Outputs ? "" : $", of the group {CSharpText.Comment(net.OutputGroups[0].Name)}";

    /// <summary>These of the span <c>logits</c>.</summary>
    public static string ClassLogits(FreeNet net) => Classes(net) == net.Outputs ? "logits" : $"logits.Slice(0, {Classes(net)})";

    /// <summary>How outputs of the first group become probabilities of classes; null where they are none.</summary>
    /// <remarks>
    /// Softmax says so by itself. Logits are classes where outputs have labels; but what was trained without an accuracy gives numbers, whose
    /// labels are the names of those.
    /// </remarks>
    public static string? Probabilities(FreeNet net) => (net.OutputsInGroups()[0].Activation.Function, AreLabelled(net)) switch
    {
        _ when Classes(net) == 1 => null,
        (ActivationFunction.Softmax, _) or (ActivationFunction.Sigmoid, true) => "Copy",
        (ActivationFunction.LogSoftmax, _) or (ActivationFunction.Identity, true) => "Softmax",
        _ => null,
    };

    /// <summary>What these are, for documentation.</summary>
    public static string ProbabilitiesAre(FreeNet net) => net.OutputsInGroups()[0].Activation.Function switch
    {
        ActivationFunction.Softmax or ActivationFunction.Sigmoid => "the outputs themselves",
        ActivationFunction.LogSoftmax => "e to the power of the outputs",
        _ => "the softmax of the logits",
    };

    private static bool AreLabelled(FreeNet net) => net.Labels.Count > 0 && net.Provenance is not { Epochs: not null, TestAccuracy: null };

    /// <summary>What each output is, for a list of facts.</summary>
    public static string Describe(FreeNet net) => net.OutputGroups.Count > 0
        ? $"Outputs: [{net.Outputs}] in groups: "
            + string.Join("; ", net.OutputGroups.Select(static group =>
                $"{CSharpText.Comment(group.Name)}, {Range(group)}: {Kind(group.Activation)}"))
            + "."
        : AreLogits(net)
        ? $"Logits: [{net.Outputs}], one a class; no softmax is applied."
        : $"Outputs: [{net.Outputs}] {Kind(net.OutputActivation)}.";

    private static string Range(OutputGroup group) =>
        group.Count == 1 ? $"{group.First}" : $"{group.First} to {group.First + group.Count - 1}";

    private static string Kind(Activation activation) => activation.Function switch
    {
        ActivationFunction.Softmax => "probabilities (softmax)",
        ActivationFunction.LogSoftmax => "logarithms of probabilities",
        ActivationFunction.Identity => "values as the network computes them",
        _ => $"values of {activation}",
    };
}
