using System.CommandLine;
using FreeNets.Import;

namespace FreeNets.Trainer.Commands.Models;

/// <summary>The options of <c>freenets export</c>, and their help.</summary>
internal static class ExportCommand
{
    /// <summary>What its help says after the options.</summary>
    public const string Explanation = """
        The ONNX file takes raw values x, float32 [batch, inputs], and gives an output [batch, count] for each group of the
        model's outputs, by its name; without groups, one called logits, or outputs where an activation such as softmax follows.
        The normalisation is in the graph. Labels, names of inputs and their domain are metadata: freenets import makes the same
        model of it again.

        --form compact writes a Gemm per level of the graph: a layered network is its layers. --form plain writes a Gemm per neuron,
        in the model's order, which runs far slower; it keeps the order of neurons that compact sorts by level.

        Examples:
          freenets export fashion.fnet                 writes fashion.onnx
          freenets export fashion.fnet -o f.onnx --json
        """;

    /// <summary>The command, ready to be added to a root.</summary>
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = AnyModel.Description };
        var file = new Option<string?>(ExportRun.FileOption, "--file")
        {
            Description = "The ONNX file to write. Default: the model's name with .onnx.",
            HelpName = "file",
        };
        var form = ChoiceOption.Create<OnnxForm>("--form", "Which nodes to write", OnnxForm.Compact);
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of text." };
        var command = new Command("export", "Writes a model as ONNX.") { model, file, form, json };
        command.SetAction(result => ExportRun.Run(
            result.GetRequiredValue(model),
            result.GetValue(file),
            result.GetValue(form) ?? OnnxForm.Compact,
            result.GetValue(json),
            result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error));
        return command;
    }
}
