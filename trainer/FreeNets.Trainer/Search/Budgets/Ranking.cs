using static TorchSharp.torch;

namespace FreeNets.Trainer.Search.Budgets;

/// <summary>The weights of largest score of several matrices in one ranking.</summary>
internal static class Ranking
{
    /// <summary>What has no place in a ranking; scores are 0 or more.</summary>
    private const float Out = -1;

    /// <summary>The scores of what may be chosen; all others leave the ranking. The caller's scope owns them.</summary>
    /// <param name="scores">0 or more.</param>
    /// <param name="candidates">1 for what may be chosen, else 0.</param>
    public static Tensor Among(Tensor scores, Tensor candidates) => where(candidates.gt(0), scores, full_like(scores, Out));

    /// <summary>
    /// The scores of the <paramref name="most"/> largest of each window of so many columns, for every row; all others leave the
    /// ranking. The caller's scope owns them.
    /// </summary>
    public static Tensor WithinWindows(Tensor scores, int window, int most)
    {
        using var scope = NewDisposeScope();
        var (rows, columns) = (scores.shape[0], scores.shape[1]);
        var windows = (columns + window - 1) / window;
        var padded = full([rows, windows * window], Out);
        padded.narrow(1, 0, columns).copy_(scores);
        var ranked = padded.view(rows, windows, window);
        var best = ranked.topk(Math.Min(most, window), 2).indexes;
        var kept = Among(ranked, zeros_like(ranked).scatter_(2, best, ones_like(ranked)));
        return kept.view(rows, -1).narrow(1, 0, columns).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// 1 for each of the <paramref name="count"/> largest scores of all matrices together, or of all there are; 0 for the others. The
    /// caller's scope owns them.
    /// </summary>
    public static Tensor[] Largest(long count, params Tensor[] scores)
    {
        using var scope = NewDisposeScope();
        var all = cat([.. scores.Select(static matrix => matrix.view(-1))]);
        var chosen = all.topk((int)Math.Min(count, all.ge(0).sum().item<long>())).indexes;
        var mask = zeros_like(all).index_fill_(0, chosen, 1);
        var masks = new Tensor[scores.Length];
        var start = 0L;
        for (var i = 0; i < scores.Length; i++)
        {
            masks[i] = mask.narrow(0, start, scores[i].numel()).view_as(scores[i]).clone().MoveToOuterDisposeScope();
            start += scores[i].numel();
        }

        return masks;
    }
}
