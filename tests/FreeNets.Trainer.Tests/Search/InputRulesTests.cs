using FreeNets.Model;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Tests.Training;
using FreeNets.Trainer.Training;
using FreeNets.Trainer.Training.Rules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Tests.Search;

public sealed class InputRulesTests
{
    private static readonly TrainingOptions s_options = new()
    {
        Neurons = 12,
        Epochs = 6,
        MaxRounds = 1,
        RoundEpochs = 1,
        BatchSize = 8,
        LearningRate = 0.005,
    };

    [Theory]
    [InlineData(Schedule.Alternating)]
    [InlineData(Schedule.Interleaved)]
    public void Gradual_pruning_leaves_exactly_the_density_asked_for(Schedule schedule)
    {
        var options = s_options with { Schedule = schedule, PruneInputs = InputPruning.Magnitude, InputDensity = 0.3, OutputDensity = 0.5 };
        var net = TrainingRun.Run("tiny", TinySet.Create(), options, new(), default).Net;

        Assert.Equal(Math.Round(0.3 * 12 * 36), MultiplyAdds.Live(net).Encoder);
        Assert.Equal(0.5 * 12 * 4, MultiplyAdds.Live(net).Decoder);
        Assert.InRange(net.Provenance.TestAccuracy!.Value, 0.85, 1);
    }

    [Fact]
    public void Gradual_pruning_keeps_what_carries_most()
    {
        using var weights = new Parameter(tensor(new[] { 3f, -2f, 1f, 0.5f, -4f, 1.5f }).view(2, 3));
        using var masked = new MaskedWeights(weights);
        using var norms = tensor(new[] { 0.1f, 1f, 4f });

        // |w|·norm: 0.3, 2, 4 and 0.05, 4, 6.
        var rule = new GradualPruning(masked, norms, 0.5, new SearchSpan(10, 10));
        rule.AfterStep(Step(10));

        Assert.Equal([0, 0, 1, 0, -4, 1.5f], weights.data<float>().ToArray());
        rule.AfterStep(Step(11));
        Assert.Equal([0, 0, 1, 0, 1, 1], masked.Mask.data<float>().ToArray());
    }

    [Fact]
    public void Gradual_pruning_cuts_the_weights_of_inputs_that_are_never_on()
    {
        var data = TinySet.Create();
        int[] dead = [0, 7, 20, 35];
        foreach (var images in new[] { data.Train, data.Test })
        {
            for (var n = 0; n < images.Count; n++)
            {
                Array.ForEach(dead, pixel => images.Pixels[(n * 36) + pixel] = 0);
            }
        }

        var options = s_options with { PruneInputs = InputPruning.Magnitude, InputDensity = 0.5 };
        var net = TrainingRun.Run("tiny", data, options, new(), default).Net;

        Assert.All(Enumerable.Range(0, 12), neuron => Assert.All(dead, pixel => Assert.Equal(0, net.Encoder[neuron, pixel])));
    }

    [Fact]
    public void A_weight_that_is_left_out_is_0_and_comes_back_as_it_was()
    {
        using var weights = new Parameter(tensor(new[] { 1f, 2f, 3f }));
        using var masked = new MaskedWeights(weights);

        Apply(1, 0, 0);
        Assert.Equal([1, 0, 0], weights.data<float>().ToArray());
        Apply(0, 0, 1);
        Assert.Equal([0, 0, 3], weights.data<float>().ToArray());
        Apply(1, 1, 1);
        Assert.Equal([1, 2, 3], weights.data<float>().ToArray());

        void Apply(params float[] mask)
        {
            using var next = tensor(mask);
            masked.Apply(next);
        }
    }

    // Ten samples, ε = 0.25: more than 7 of them. Rows as in the paper's Table 1: active together, inactive together, edge, next.
    [Theory]
    [InlineData(0, 10, 0, 0)]
    [InlineData(0, 10, 1, 0)]
    [InlineData(0, 7, 1, 1)]
    [InlineData(0, 8, 1, 0)]
    [InlineData(7, 0, 0, 0)]
    [InlineData(8, 0, 0, 1)]
    [InlineData(8, 0, 1, 1)]
    [InlineData(3, 3, 0, 0)]
    [InlineData(3, 3, 1, 1)]
    public void Edges_from_inputs_follow_FreeEvolve(int active, int inactive, int edge, int next)
    {
        using var scope = NewDisposeScope();
        var updated = InputEvolution.Update(
            tensor(new[] { (float)edge }), tensor(new[] { (double)active }), tensor(new[] { (double)inactive }), 7);

        Assert.Equal(next, updated.item<float>());
    }

    [Fact]
    public void Inputs_and_neurons_are_counted_as_the_reference_sees_them()
    {
        var data = TinySet.Create(train: 300);

        // Dark pixels, so that there are inputs that are not active.
        for (var p = 0; p < data.Train.Pixels.Length; p++)
        {
            data.Train.Pixels[p] = data.Train.Pixels[p] < 60 ? (byte)0 : data.Train.Pixels[p];
        }

        using var scope = NewDisposeScope();
        using var trainer = new WeightTrainer(data, s_options, new TrainingEvents());
        var (active, inactive, samples) = trainer.MeasureInputs();
        var net = trainer.Module.ToFreeNet("net", []);
        var (both, neither) = (new double[12 * 36], new double[12 * 36]);
        for (var n = 0; n < data.Train.Count; n++)
        {
            var image = Array.ConvertAll(data.Train.Image(n).ToArray(), static pixel => (float)pixel);
            var h = ReferenceEvaluator.Activations(net, image);
            for (var e = 0; e < both.Length; e++)
            {
                both[e] += h[e / 36] > 0 && image[e % 36] != 0 ? 1 : 0;
                neither[e] += h[e / 36] > 0 || image[e % 36] != 0 ? 0 : 1;
            }
        }

        Assert.Equal(300, samples);
        Assert.Equal(both, active.data<double>().ToArray());
        Assert.Equal(neither, inactive.data<double>().ToArray());
    }

    [Fact]
    public void FreeEvolve_cuts_inputs_that_are_never_active()
    {
        var data = TinySet.Create();
        foreach (var images in (FreeNets.Trainer.Data.ImageSet[])[data.Train, data.Test])
        {
            for (var n = 0; n < images.Count; n++)
            {
                images.Pixels[n * 36] = 0;
            }
        }

        // Every neuron is inactive on more than 2 % of the samples, and pixel 0 on all of them.
        var options = s_options with { Schedule = Schedule.Interleaved, PruneInputs = InputPruning.Freeevolve, InputEpsilon = 0.98 };
        var net = TrainingRun.Run("tiny", data, options, new(), default).Net;

        Assert.All(Enumerable.Range(0, 12), neuron => Assert.Equal(0, net.Encoder[neuron, 0]));
        Assert.InRange(net.Provenance.TestAccuracy!.Value, 0.85, 1);
    }

    [Fact]
    public void A_student_learns_from_a_teacher_and_only_from_one_of_its_kind()
    {
        var folder = Directory.CreateTempSubdirectory("freenets-teacher-").FullName;
        try
        {
            var file = Path.Combine(folder, "teacher.fnet");
            FnetFile.Save(TrainingRun.Run("teacher", TinySet.Create(), s_options, new(), default).Net, file);
            var options = s_options with { Teacher = file };

            var student = TrainingRun.Run("student", TinySet.Create(), options, new(), default).Net;
            Assert.InRange(student.Provenance.TestAccuracy!.Value, 0.95, 1);
            Assert.NotEqual(FnetFile.Load(file).Encoder, student.Encoder);

            var other = TinySet.Create() with { ClassNames = ["a", "b", "c", "d", "e"] };
            var fault = Assert.Throws<TrainingException>(() => TrainingRun.Run("student", other, options, new(), default));
            Assert.Contains("4 outputs", fault.Message, StringComparison.Ordinal);

            FnetFile.Save(FnetFile.Load(file) with { OutputActivation = Activation.Sigmoid }, file);
            fault = Assert.Throws<TrainingException>(() => TrainingRun.Run("student", TinySet.Create(), options, new(), default));
            Assert.StartsWith($"--teacher {file}: such a network cannot be trained or measured; ", fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static TrainedStep Step(int step) => new(new StepProgress(0, 1, 1, step, 20), null!, null!, null!);
}
