using FreeNets.Model;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Search.Budgets;
using FreeNets.Trainer.Tests.Training;
using FreeNets.Trainer.Training;
using FreeNets.Trainer.Training.Budgets;
using FreeNets.Trainer.Training.Rules;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Tests.Search.Budgets;

/// <summary>Every method under one budget, through the one training that they share.</summary>
public sealed class BudgetTests
{
    private static readonly TrainingOptions s_options = new()
    {
        Neurons = 16,
        Epochs = 8,
        BatchSize = 64,
        LearningRate = 0.01,
        UpdateEvery = 5,
        Window = 1,
        Budget = new Budget(150) { Every = 5, InputCap = new Cap(2, 6), EdgeCap = new Cap(2, 4), Levels = 4 },
    };

    public static TheoryData<Method> Methods { get; } =
        [Method.Freeevolve, Method.Magnitude, Method.Fcnn, Method.Layered, Method.RandomMask, Method.Set, Method.Rigl];

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_method_learns_and_keeps_to_budget_caps_and_levels(Method method)
    {
        set_num_threads(1);
        var options = OptionsOf(method);
        var net = Run(options).Net;

        Assert.Equal(150, MultiplyAdds.Live(net).Total);
        Assert.Equal(options.Edges ?? net.Graph.EdgeCount, net.Graph.EdgeCount);
        Assert.InRange(net.Provenance.TestAccuracy!.Value, 0.7, 1);
        Assert.Equal((150L, "--input-cap 2/6 --edge-cap 2/4 --levels 4"), (net.Provenance.Budget, net.Provenance.Pattern));
        AssertCap(new Cap(2, 6), LiveInputs(net));
        AssertCap(new Cap(2, 4), net.Graph.Edges());
        Assert.All(net.Graph.Edges(), static edge => Assert.True(edge.Target / 4 > edge.Source / 4));
        if (method == Method.Layered)
        {
            Assert.All(LiveInputs(net), static weight => Assert.InRange(weight.Target, 0, 11));
        }
    }

    [Theory]
    [InlineData(Method.Freeevolve)]
    [InlineData(Method.Set)]
    public void A_seed_gives_the_same_bytes(Method method)
    {
        set_num_threads(1);

        Assert.Equal(FnetWriter.Write(Run(OptionsOf(method)).Net), FnetWriter.Write(Run(OptionsOf(method)).Net));
    }

    [Theory]
    [InlineData(BudgetScore.Signal)]
    [InlineData(BudgetScore.Magnitude)]
    public void Live_weights_fall_to_the_budget_by_its_end_and_some_come_back(BudgetScore score)
    {
        var reports = new List<BudgetReport>();
        var budget = new Budget(150) { Every = 3, End = 0.6, Score = score };
        Run(s_options with { Budget = budget }, new TrainingEvents { Budget = reports.Add });

        // 8 epochs of 10 steps.
        Assert.Equal(48, reports[^1].Step);
        Assert.Equal(150, reports[^1].Target);
        Assert.All(reports, static report => Assert.True(report.Step > 0.08 * 80));
        Assert.All(reports, static report => Assert.InRange(report.Encoder + report.Edges + report.Decoder, 150, report.Target));
        Assert.Equal(reports.OrderByDescending(static report => report.Target), reports);
        Assert.True(score == BudgetScore.Magnitude || reports.Any(static report => report.Returned > 0));
    }

    [Fact]
    public void A_short_training_loses_its_weights_little_by_little_too()
    {
        var reports = new List<BudgetReport>();
        Run(s_options with { Budget = new Budget(150) }, new TrainingEvents { Budget = reports.Add });

        // 40 steps of pruning, of which the first 6 are left out; all 760 weights may live.
        Assert.Equal(34, reports.Count);
        Assert.All(reports.Zip(reports.Skip(1)), static pair => Assert.True(pair.First.Target - pair.Second.Target < 100));
    }

    [Fact]
    public void What_was_cut_keeps_its_value_and_its_rank()
    {
        using var trainer = new WeightTrainer(TinySet.Create(), s_options, new TrainingEvents());
        var pattern = Patterns.Of(s_options, 16);
        using var weights = trainer.Budgeted(pattern);
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var before = trainer.Module.Encoder.detach().clone();
        var scores = weights.Scores(pattern.Edges, BudgetScore.Signal).Encoder.clone();

        Assert.Equal(0, weights.Apply(zeros_like(before), ones(4, 16)));
        Assert.Equal(0, trainer.Module.Encoder.abs().sum().item<float>());
        Assert.Equal(scores, weights.Scores(pattern.Edges, BudgetScore.Signal).Encoder);

        Assert.Equal(16 * 36, weights.Apply(ones_like(before), ones(4, 16)));
        Assert.Equal(before, trainer.Module.Encoder.detach());
    }

    [Fact]
    public void A_score_is_the_weight_times_the_root_mean_square_of_its_source()
    {
        var data = TinySet.Create();
        using var trainer = new WeightTrainer(data, s_options, new TrainingEvents());
        var pattern = Patterns.Of(s_options, 16);
        using var weights = trainer.Budgeted(pattern);
        using var scope = NewDisposeScope();
        var h = rand(16, 10);
        weights.Observe(new TrainedStep(new StepProgress(0, 1, 1, 10, 10), null!, null!, h));

        var (encoder, cascade, decoder) = weights.Scores(pattern.Edges, BudgetScore.Signal);

        var pixels = Enumerable.Range(0, data.Train.Count).Select(n => data.Train.Image(n)[7] / 255.0);
        var input = Math.Sqrt(pixels.Average(static pixel => pixel * pixel));
        var neuron = Math.Sqrt(h[3].square().mean().item<float>());
        Assert.Equal(Math.Abs(Weight(trainer.Module.Encoder, 2, 7)) * input, encoder[2, 7].item<float>(), 1e-5);
        Assert.Equal(Math.Abs(Weight(trainer.Module.Cascade, 9, 3)) * neuron, cascade[9, 3].item<float>(), 1e-5);
        Assert.Equal(Math.Abs(Weight(trainer.Module.Decoder, 1, 3)) * neuron, decoder[1, 3].item<float>(), 1e-5);
        Assert.Equal(-1, cascade[3, 3].item<float>());

        static float Weight(Tensor matrix, int row, int column) => matrix.detach()[row, column].item<float>();
    }

    [Fact]
    public void An_interrupted_run_leaves_a_network_without_what_was_cut()
    {
        using var interruption = new CancellationTokenSource();
        var reports = new List<BudgetReport>();
        var events = new TrainingEvents
        {
            Budget = report =>
            {
                reports.Add(report);
                interruption.Cancel();
            },
        };

        var outcome = TrainingRun.Run("tiny", TinySet.Create(), s_options, events, interruption.Token);

        Assert.Null(outcome.Evolution);
        Assert.Equal(Assert.Single(reports).Target, MultiplyAdds.Live(outcome.Net).Total);
    }

    [Fact]
    public void A_budget_that_the_pattern_has_no_room_for_is_refused()
    {
        var options = s_options with { Budget = s_options.Budget! with { Weights = 500 } };

        var error = Assert.Throws<TrainingException>(() => Run(options));

        // 2 of every 6 of 36 inputs for 16 neurons, 2 of every 4 earlier ones, and 4 outputs.
        Assert.Contains($"room for {(12 * 16) + (4 * (2 + 4 + 6)) + (4 * 16)} weights", error.Message, StringComparison.Ordinal);
        Assert.Contains("raise --input-cap", error.Message, StringComparison.Ordinal);
    }

    private static TrainingOptions OptionsOf(Method method) => s_options with
    {
        Method = method,
        Edges = method.NeedsEdges(hasBudget: true) ? 20 : null,
        Layers = method == Method.Layered ? [12, 4] : null,
    };

    private static IEnumerable<(int Target, int Source)> LiveInputs(FreeNet net) =>
        net.Encoder.NonZero().Select(static weight => (weight.Row, weight.Column));

    private static void AssertCap(Cap cap, IEnumerable<(int Target, int Source)> weights) => Assert.All(
        weights.GroupBy(weight => (weight.Target, weight.Source / cap.Of)), window => Assert.InRange(window.Count(), 1, cap.Most));

    private static TrainingOutcome Run(TrainingOptions options, TrainingEvents? events = null) =>
        TrainingRun.Run("tiny", TinySet.Create(), options, events ?? new TrainingEvents(), default);
}
