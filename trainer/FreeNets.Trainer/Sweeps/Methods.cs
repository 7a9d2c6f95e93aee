namespace FreeNets.Trainer.Sweeps;

/// <summary>The methods of <c>freenets train --method</c>, as far as a plan must know them.</summary>
internal static class Methods
{
    public const string FreeEvolve = "freeevolve";

    // On the same cascade, at as many edges as FreeEvolve found.
    private static readonly string[] s_atEqualEdges = ["magnitude", "random-mask", "random-dag", "set", "rigl"];

    public static IReadOnlyList<string> All { get; } = [FreeEvolve, "freenet", "fcnn", "fcnn-matched", .. s_atEqualEdges];

    /// <summary>Whether a method is given <c>--edges</c>, by default those that FreeEvolve found with the same set, k, ε and seed.</summary>
    public static bool TakesEdges(string method) => s_atEqualEdges.Contains(method);

    public static bool DependOnEpsilon(string method) => method == FreeEvolve || TakesEdges(method);
}
