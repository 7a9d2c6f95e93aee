using System.CommandLine;
using FreeNets.Trainer.Training;
using FreeNets.Trainer.Training.Rules;

namespace FreeNets.Trainer.Commands.Training;

/// <summary>The options of <c>freenets train</c> that thin out encoder and decoder.</summary>
internal sealed class TrainInputOptions
{
    private const string Density = "a number above 0, up to 1";

    private static readonly TrainingOptions s_default = new();

    private readonly Option<InputPruning?> _pruneInputs = ChoiceOption.Create<InputPruning>(
        "--prune-inputs", "How edges from inputs to neurons are pruned", s_default.PruneInputs);

    private readonly Option<double> _inputEpsilon = NumberOption.Create(
        "--input-epsilon", null, "With freeevolve: ε of edges from inputs, active where not 0", "a number above 0 and below 1",
        s_default.InputEpsilon, static value => value is > 0 and < 1);

    private readonly Option<double> _inputDensity = NumberOption.Create(
        "--input-density", null, "With magnitude: the part of the encoder's weights that is left", Density, s_default.InputDensity,
        IsDensity);

    private readonly Option<double> _outputDensity = NumberOption.Create(
        "--output-density", null, "The part of the decoder's weights that is left, by magnitude", Density, s_default.OutputDensity,
        IsDensity);

    private readonly Option<string?> _teacher = new("--teacher")
    {
        Description = "A model of the same data to distil from: half the loss is the distance from its probabilities.",
        HelpName = "file",
    };

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [_pruneInputs, _inputEpsilon, _inputDensity, _outputDensity, _teacher];

    /// <summary><paramref name="options"/> with what was given.</summary>
    public TrainingOptions Read(ParseResult parsed, TrainingOptions options) => options with
    {
        PruneInputs = parsed.GetValue(_pruneInputs) ?? s_default.PruneInputs,
        InputEpsilon = parsed.GetRequiredValue(_inputEpsilon),
        InputDensity = parsed.GetRequiredValue(_inputDensity),
        OutputDensity = parsed.GetRequiredValue(_outputDensity),
        Teacher = parsed.GetValue(_teacher),
    };

    /// <summary>Why these options cannot be used, or null when they can.</summary>
    public static string? FaultOf(TrainingOptions options) => options switch
    {
        { Teacher: { } teacher } when !File.Exists(teacher) =>
            $"--teacher {teacher}: there is no such file. Give a .fnet file that was trained on the same data.",
        { Teacher: not null, Shift: > 0 } =>
            "--teacher has no meaning with --shift: it is asked once for each image, which --shift then moves. Leave one of them out.",
        _ => null,
    };

    private static bool IsDensity(double value) => value is > 0 and <= 1;
}
