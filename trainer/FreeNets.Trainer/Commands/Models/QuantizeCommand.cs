using System.CommandLine;

namespace FreeNets.Trainer.Commands.Models;

/// <summary>The options of <c>freenets quantize</c>, and their help.</summary>
internal static class QuantizeCommand
{
    /// <summary>What its help says after the options.</summary>
    public const string Explanation = """
        int8 turns each neuron's encoder weights into integers from -64 to 64 times one step, chosen so that the
        neuron's sums change as little as possible on the training images. The model that is written has these values as
        its weights; a project compiles it with <FreeNet Include="..." Precision="int8" />, which finds the very same
        integers in it. Accuracy before and after is that on the test images.

        bfloat16 and float16 need no calibration: their loss is printed, and the model's own file compiles with
        Precision="bfloat16" or Precision="float16".

        Examples:
          freenets quantize fashion.fnet --data fashion-mnist           writes fashion.int8.fnet
          freenets quantize fashion.fnet --data fashion-mnist -o q.fnet
        """;

    /// <summary>The command, ready to be added to a root.</summary>
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "A .fnet model file." };
        var data = new Option<string?>("--data")
        {
            Description = "The data that the model was trained on, as for freenets train.",
            HelpName = "folder|name",
        };
        var dataRoot = new Option<string?>("--data-root")
        {
            Description = "The folder to look for named data sets in, before $FREENETS_DATA and the cache, and to download them to.",
            HelpName = "folder",
        };
        var precision = PrecisionOption.Create("What the encoder's weights become.", "int8", "bfloat16", "float16");
        var output = new Option<string?>("--output", "-o")
        {
            Description = "With int8: the model file to write. Default: the model's name with .int8.fnet.",
            HelpName = "file",
        };
        var command = new Command("quantize", "Calibrates a model for a lower precision, and reports the accuracy.")
        {
            model,
            data,
            dataRoot,
            precision,
            output,
        };
        command.SetAction((result, cancellation) => Task.FromResult(Quantize.Run(
            new QuantizeSettings(
                result.GetRequiredValue(model),
                result.GetValue(data),
                result.GetValue(dataRoot),
                PrecisionOption.Read(result, precision),
                result.GetValue(output)),
            result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error,
            cancellation)));
        return command;
    }
}
