using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Judging;

namespace FreeNets.Trainer.Tests.Judging;

public sealed class JudgeTests
{
    private static readonly float[] s_train = [1, 2, 3, 4, 5, 6];
    private static readonly float[] s_test = [7, 8, 9, 10];

    [Fact]
    public void Classes_are_judged_by_confusion_precision_and_recall()
    {
        // Answers a, b, a, c for the classes a, a, b, c.
        var data = Data(
            new Samples { Inputs = 1, Numbers = s_train, Labels = [0, 0, 0, 1, 1, 2] },
            new Samples { Inputs = 1, Numbers = s_test, Labels = [0, 0, 1, 2] }, ["a", "b", "c"]);
        var classes = Judge.Of(data, data.Train, [3, 1, 0, 0, 2, 1, 5, 0, 0, 0, 0, 1]).Classes!;

        Assert.Equal((0.5, 0.5), (classes.Accuracy, classes.Majority));
        Assert.Equal([[1, 1, 0], [1, 0, 0], [0, 0, 1]], classes.Confusion);
        Assert.Equal(new OneClass("a", 3, 2, 0.5, 0.5), classes.ByClass[0]);
        Assert.Equal(new OneClass("b", 2, 1, 0, 0), classes.ByClass[1]);
        Assert.Equal(new OneClass("c", 1, 1, 1, 1), classes.ByClass[2]);

        // By hand: the line of b is above the others at 7, 8 and 9, that of c at 10.
        Assert.Equal(0.5, classes.Linear);
    }

    [Fact]
    public void Numbers_are_judged_in_their_own_units_beside_a_linear_model()
    {
        var data = Data(
            new Samples { Inputs = 1, Numbers = s_train, Targets = Array.ConvertAll(s_train, static x => (10 * x) + 5) },
            new Samples { Inputs = 1, Numbers = s_test, Targets = Array.ConvertAll(s_test, static x => (10 * x) + 5) },
            ["y"],
            new Unit(100, 20));

        // 75, 85, 95, 105 were wanted.
        var (network, linear) = (
            Judge.Of(data, data.Train, [-1, -1, 0, 0]).Numbers!.Single().Network,
            Judge.Of(data, data.Train, new float[4]).Numbers!.Single().Linear);

        Assert.Equal(5, network.Rmse, 1e-9);
        Assert.Equal(5, network.Mae, 1e-9);
        Assert.Equal(1 - (100.0 / 500), network.RSquared, 1e-9);
        Assert.Equal(1, linear.RSquared, 1e-6);
    }

    private static TrainingData Data(Samples train, Samples test, string[] names, params Unit[] units) => new("made", train, test, names)
    {
        Preparation = new Preparation([new Feature(new InputColumn("x"), 0, 1)], units),
    };
}
