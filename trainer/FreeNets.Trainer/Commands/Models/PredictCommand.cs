using System.CommandLine;
using FreeNets.Trainer.Predicting;

namespace FreeNets.Trainer.Commands.Models;

/// <summary>The options of <c>freenets predict</c>, and their help.</summary>
internal static class PredictCommand
{
    /// <summary>What its help says after the options.</summary>
    public const string Explanation = """
        Predictions come from the code that dotnet build generates for the model, compiled and run in this process. A line is
        printed for each sample, in the order of the data, as soon as it is there:

          outputs        all outputs, separated by commas: logits, or what the model's own activations make of them
          logits         sums before any activation of the outputs
          classes        the output with the largest logit, by its label where the model has labels; for each group of outputs
          probabilities  softmax of each group of outputs, or their sigmoid where that is the model's activation

        DATA holds raw inputs, as the model's file describes them: the normalisation is a part of the model.

          .npy           float32, float64, uint8, int32 or int64 [samples, inputs], or more dimensions, which are taken row-major
          .csv .tsv      one line per sample; columns by the model's names where it has names, otherwise all of them, in order
          IDX            bytes or float32, gzip or not, as MNIST's images
          anything else  float32, little-endian, without a header
          -              standard input, the same; --format says when it is something else

        Examples:
          freenets predict fashion.fnet t10k-images-idx3-ubyte.gz
          freenets predict policy.onnx states.npy --as outputs --json
          freenets predict iris.fnet new.csv -o classes.txt
          sensor | freenets predict model.fnet -
        """;

    /// <summary>The command, ready to be added to a root.</summary>
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = AnyModel.Description };
        var data = new Argument<string>("DATA") { Description = "Raw float32, .npy, .csv or IDX, or - for standard input." };
        var kind = ChoiceOption.Create<AnswerKind>(
            "--as", "What to print; by default classes if the model has labels, otherwise outputs", null);
        var format = ChoiceOption.Create<RowFormat>("--format", "How the data are written", RowFormat.Auto);
        var output = new Option<string?>(PredictRun.FileOption, "--output")
        {
            Description = "Write to this file instead of standard output.",
            HelpName = "file",
        };
        var json = new Option<bool>("--json") { Description = "Write one JSON object per line instead of text." };
        var command = new Command("predict", "Runs a model on data.") { model, data, kind, format, output, json };
        command.SetAction((result, cancellation) => Task.FromResult(PredictRun.Run(
            new PredictSettings(
                result.GetRequiredValue(model),
                result.GetRequiredValue(data),
                result.GetValue(kind),
                result.GetValue(format) ?? RowFormat.Auto,
                result.GetValue(output),
                result.GetValue(json)),
            Console.OpenStandardInput,
            result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error,
            cancellation)));
        return command;
    }
}
