using System.CommandLine;
using FreeNets.Model;
using FreeNets.Trainer.Training;
using FreeNets.Trainer.Training.Existing;
using FreeNets.Trainer.Training.Optimisers;

namespace FreeNets.Trainer.Commands.Training;

/// <summary>The options of <c>freenets train</c> that decide the network and how its weights are fitted.</summary>
internal sealed class TrainWeightOptions
{
    private const int MaxShift = 1024;

    private static readonly TrainingOptions s_default = new();

    private readonly Option<int> _neurons =
        NumberOption.Whole("--neurons", "-k", "Neurons", s_default.Neurons, 1, StartNetwork.MostNeurons);

    private readonly Option<ActivationFunction?> _activation = ChoiceOption.Create(
        "--activation",
        "The neurons' activation; many neurons of squared-relu need a low rate, 3e-4 for 100",
        s_default.Activation.Function,
        ActivationFunction.Relu,
        ActivationFunction.SquaredRelu);

    private readonly Option<string?> _from = new("--from")
    {
        Description = "A network to go on with, instead of a new one: a .fnet file, or what freenets import reads.",
        HelpName = "file",
    };

    private readonly Option<double> _byteScale = NumberOption.Create(
        "--byte-scale", null,
        "With --from, of images: what the network takes for a byte is the byte times this; without it 1/255 or 1, whichever "
        + "is right more often", "a number above 0, up to 1", 0.0, static value => value is > 0 and <= 1);

    private readonly Option<int> _epochs = NumberOption.Whole(
        "--epochs", null, "Epochs; with --schedule alternating, those before the first update", s_default.Epochs, 1, 1_000_000);

    private readonly Option<int> _batchSize = NumberOption.Whole(
        "--batch-size", null, "Samples a step", s_default.BatchSize, 1, 65_536);

    private readonly Option<Optimiser?> _optimiser = ChoiceOption.Create<Optimiser>(
        "--optimiser", "What moves the encoder's weights; adamw moves the others", s_default.Optimiser);

    private readonly Option<double> _learningRate = NumberOption.Create(
        "--learning-rate", null, "The optimiser's rate at the start of a cosine that ends at 0", "a number above 0, up to 1",
        s_default.LearningRate, static value => value is > 0 and <= 1);

    private readonly Option<double> _weightDecay = NumberOption.Create(
        "--weight-decay", null, "The optimiser's decoupled decay of weights, not of biases", "a number from 0 to 1",
        s_default.WeightDecay, static value => value is >= 0 and <= 1);

    private readonly Option<int> _shift = NumberOption.Whole(
        "--shift", null, "Pixels by which training images are moved at random, at most, in both directions, anew each epoch",
        s_default.Shift, 0, MaxShift);

    private readonly Option<ShiftPer?> _shiftPer = ChoiceOption.Create<ShiftPer>(
        "--shift-per", "With --shift: whether each image is moved by itself, or a batch as one", s_default.ShiftPer);

    private readonly Option<Loss?> _loss = ChoiceOption.Create<Loss>("--loss", "What the weights minimise", s_default.Loss);

    private readonly Option<double> _validation = NumberOption.Create(
        "--validation", null, "The part of the training samples to hold out and only measure on", "a number from 0, below 1",
        s_default.ValidationFraction, static value => value is >= 0 and < 1);

    private readonly Option<int> _validationPatience = NumberOption.Whole(
        "--validation-patience", null, "With --validation: epochs without a better result there after which the training ends, and the best "
        + "weights are taken; 0 for never", s_default.ValidationPatience, 0, 1_000_000);

    private readonly Option<long> _seed = NumberOption.Create(
        "--seed", null, "Random seed for the initial weights and the order of samples", "an integer", s_default.Seed, static _ => true);

    /// <summary>The options, ready to be added to a command.</summary>
    public TrainWeightOptions() => _byteScale.DefaultValueFactory = null;

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All =>
        [
            _neurons, _from, _byteScale, _activation, _epochs, _batchSize, _optimiser, _learningRate, _weightDecay, _shift, _shiftPer,
            _loss, _validation, _validationPatience, _seed,
        ];

    /// <summary>The network to start from, or null, and what it takes for a byte.</summary>
    public (string? Path, double? ByteScale) From(ParseResult parsed) =>
        (parsed.GetValue(_from), parsed.GetValue(_byteScale) is > 0 and var scale ? scale : null);

    /// <summary><paramref name="options"/> with what was given.</summary>
    public TrainingOptions Read(ParseResult parsed, TrainingOptions options) => options with
    {
        Neurons = parsed.GetRequiredValue(_neurons),
        Activation = parsed.GetValue(_activation) ?? s_default.Activation.Function,
        Epochs = parsed.GetRequiredValue(_epochs),
        BatchSize = parsed.GetRequiredValue(_batchSize),
        Optimiser = parsed.GetValue(_optimiser) ?? s_default.Optimiser,
        LearningRate = parsed.GetRequiredValue(_learningRate),
        WeightDecay = parsed.GetRequiredValue(_weightDecay),
        Shift = parsed.GetRequiredValue(_shift),
        ShiftPer = parsed.GetValue(_shiftPer) ?? s_default.ShiftPer,
        Loss = parsed.GetValue(_loss) ?? s_default.Loss,
        ValidationFraction = parsed.GetRequiredValue(_validation),
        ValidationPatience = parsed.GetRequiredValue(_validationPatience),
        Seed = parsed.GetRequiredValue(_seed),
    };
}
