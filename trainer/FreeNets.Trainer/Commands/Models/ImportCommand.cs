using System.CommandLine;
using FreeNets.Import;

namespace FreeNets.Trainer.Commands.Models;

/// <summary>The options of <c>freenets import</c>, and their help.</summary>
internal static class ImportCommand
{
    /// <summary>What its help says after the options.</summary>
    public const string Explanation = """
        Any feed-forward network is a FreeNet: its hidden units become neurons, its weights edges, and weights of 0 nothing.
        Constants are folded in float64 and rounded once; batch normalisation, scaling and linear layers in a row disappear in
        their neighbours where that adds no edges; (x - mean) * scale at the inputs becomes the normalisation of the model.
        Small convolutions and pooling are unrolled. What no FreeNet computes, such as attention, recurrence and quantised
        arithmetic, is refused by node, operator and reason, unless no output needs it.

        The file is then checked: its own arithmetic in float64, beside the model's, on random inputs. These become the check
        vectors of the model.

        Dimension 0 of the inputs counts samples where its size is open, and where it is fixed above 1 and all operators go row
        by row; otherwise it holds features, as all other dimensions do. --batch says it where that guess is wrong.

        From PyTorch:        torch.onnx.export(model.eval(), (x,), "model.onnx", dynamo=True)
        From Keras:          model.export("model.onnx", format="onnx")
        From scikit-learn:   skl2onnx.to_onnx(pipeline, x[:1], options={"zipmap": False})

        Examples:
          freenets import model.onnx                                writes model.fnet
          freenets import model.onnx -o policy.fnet --output actor  one of several outputs
          freenets import model.onnx --json                         for programs
          freenets import champion.out --outputs 4                  a weight-agnostic network
        """;

    /// <summary>The command, ready to be added to a root.</summary>
    public static Command Create()
    {
        var model = new Argument<string>("MODEL")
        {
            Description = "A network from another program: .onnx, .nnet, SharpNEAT's .net, a weight-agnostic network's .out, "
                + "RTNeural's or neat-python's .json, .safetensors.",
        };
        var file = new Option<string?>(ImportRun.FileOption, "--file")
        {
            Description = "The model file to write. Default: the network's name with .fnet.",
            HelpName = "file",
        };
        var output = new Option<string[]>("--output")
        {
            Description = "Import only this output; may be repeated. Nodes that no chosen output needs are ignored.",
            HelpName = "name",
        };
        var batch = ChoiceOption.Create<BatchMeaning>("--batch", "What dimension 0 of the inputs holds", BatchMeaning.Auto);
        var density = new Option<double?>(ImportRun.DensityOption)
        {
            Description = "The fraction of inputs that are not 0 in your data, such as 0.2 for handwriting: "
                + "code for one sample then skips zeros where that pays.",
            HelpName = "fraction",
        };
        var raw = new Option<bool>("--raw")
        {
            Description = "With .nnet: read the network without its normalisation, as in its ONNX counterpart.",
        };
        var outputs = new Option<int?>("--outputs")
        {
            Description = "With .out: how many of the last neurons are outputs. [default: 1]",
            HelpName = "count",
        };
        var layers = new Option<string?>("--layers")
        {
            Description = "With .safetensors: the JSON file that assigns its tensors to layers. [default: the same name with .json]",
            HelpName = "file",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of text." };
        var command = new Command("import", "Makes a model of a network that another program "
            + "trained.") { model, file, output, batch, density, raw, outputs, layers, json };
        command.SetAction(result => ImportRun.Run(
            result.GetRequiredValue(model),
            result.GetValue(file),
            new ImportOptions
            {
                Outputs = result.GetValue(output) ?? [],
                Batch = result.GetValue(batch) ?? BatchMeaning.Auto,
                Density = result.GetValue(density),
                IsRaw = result.GetValue(raw),
                OutputCount = result.GetValue(outputs),
                Layers = result.GetValue(layers),
            },
            result.GetValue(json),
            result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error));
        return command;
    }
}
