namespace FreeNets.Benchmarks.Peers;

/// <summary>One line of the summary: a peer's time divided by ours, both from the same run.</summary>
/// <param name="Id">A stable name.</param>
/// <param name="What">What is compared, for people.</param>
/// <param name="Value">Peer ÷ ours.</param>
/// <param name="Target">What the project wants at least.</param>
internal sealed record Ratio(string Id, string What, double Value, double Target)
{
    public const string Unit = "ratio";

    public string Verdict => Value >= Target ? "met" : "missed";
}
