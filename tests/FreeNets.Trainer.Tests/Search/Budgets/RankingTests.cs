using FreeNets.Trainer.Search.Budgets;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Tests.Search.Budgets;

public sealed class RankingTests
{
    [Fact]
    public void The_largest_of_all_matrices_together_live()
    {
        using var scope = NewDisposeScope();
        var masks = Ranking.Largest(3, Matrix(2, 1, 5, 2, 0), Matrix(1, 4, 3));

        Assert.Equal([0, 1, 0, 0], Values(masks[0]));
        Assert.Equal([1, 1], Values(masks[1]));
    }

    [Fact]
    public void Equal_scores_do_not_exceed_the_count_and_what_is_out_stays_out()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(2, Ranking.Largest(2, Matrix(2, 7, 7, 7, 7))[0].sum().item<float>());
        Assert.Equal([1, 0, 1, 0], Values(Ranking.Largest(4, Ranking.Among(Matrix(2, 1, 5, 0, 3), Matrix(2, 1, 0, 1, 0)))[0]));
    }

    [Fact]
    public void Each_window_of_a_row_keeps_its_largest_and_the_last_may_be_shorter()
    {
        using var scope = NewDisposeScope();
        var kept = Ranking.WithinWindows(Matrix(2, 1, 2, 3, 4, 0, 9, 8, 7, 6, 5), 3, 2);

        Assert.Equal([-1, 2, 3, 4, 0, 9, 8, -1, 6, 5], Values(kept));
    }

    [Fact]
    public void What_has_left_the_ranking_takes_no_place_of_a_window()
    {
        using var scope = NewDisposeScope();
        var scores = Ranking.Among(Matrix(1, 9, 1, 2, 3), Matrix(1, 0, 1, 1, 0));

        Assert.Equal([-1, 1, 2, -1], Values(Ranking.WithinWindows(scores, 4, 2)));
    }

    private static Tensor Matrix(int rows, params float[] values) => tensor(values).view(rows, -1);

    private static float[] Values(Tensor matrix) => matrix.contiguous().data<float>().ToArray();
}
