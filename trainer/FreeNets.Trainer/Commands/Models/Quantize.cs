using System.Globalization;
using FreeNets.Model;
using FreeNets.Trainer.Commands.Training;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;
using FreeNets.Trainer.Networks;
using FreeNets.Trainer.Quantisation;
using FreeNets.Trainer.Terminal;
using FreeNets.Trainer.Training;

namespace FreeNets.Trainer.Commands.Models;

/// <summary>What a user asks of <c>freenets quantize</c>; null where an option was not given.</summary>
internal sealed record QuantizeSettings(string Model, string? Data, string? DataRoot, Precision Precision, string? Output);

/// <summary>What <c>freenets quantize</c> does.</summary>
internal static class Quantize
{
    /// <summary>Calibrates, measures and writes; a user's fault is one line on <paramref name="error"/>.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static int Run(QuantizeSettings settings, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var path = settings.Output ?? Path.ChangeExtension(settings.Model, ".int8.fnet");
        if (settings.Precision == Precision.Int8
            && (
                OutputFile.ModelFaultOf(path)
                ?? OutputFile.SourceFaultOf("--output", path, settings.Model, "the model itself, whose float32 weights")) is { } fault)
        {
            return ExitCode.Fail(error, fault, ExitCode.Usage);
        }

        var hasBegun = false;
        try
        {
            var net = FnetFile.Load(settings.Model);
            if (FaultOf(net, settings.Precision) is { } unsupported)
            {
                return ExitCode.Fail(error, $"{settings.Model}: {unsupported}", ExitCode.Usage);
            }

            Train.SetThreads(1);
            var data = DataSets.Load(settings.Data, settings.DataRoot, PeopleConsole.On(output), cancellation);
            if (net.Inputs != data.Train.PixelsPerImage || net.Outputs != data.Classes)
            {
                return ExitCode.Fail(
                    error,
                    $"{settings.Model}: the model has {net.Inputs} inputs and {net.Outputs} outputs, "
                        + $"{data.Name} {data.Train.PixelsPerImage} and "
                    + $"{data.Classes}. Give --data the set that it was trained on.",
                    ExitCode.Usage);
            }

            hasBegun = true;
            return Run(net, data, settings, path, output) is { } elsewhere
                ? ExitCode.Fail(error, elsewhere, ExitCode.Partial)
                : ExitCode.Success;
        }
        catch (DataException e)
        {
            return ExitCode.Fail(error, e.Message, ExitCode.Usage);
        }
        catch (Exception e) when (e is TrainingException or FnetException)
        {
            return ExitCode.Fail(error, e.Message, hasBegun ? ExitCode.Failure : ExitCode.Usage);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Fail(error, "interrupted; nothing was written.", ExitCode.Interrupted);
        }
    }

    /// <returns>A line on why the model is not at <paramref name="path"/>, or null.</returns>
    private static string? Run(FreeNet net, DataSet data, QuantizeSettings settings, string path, TextWriter output)
    {
        var before = Accuracy.Right(net, data.Test);
        Line(output, "float32", before, before, data.Test.Count);
        Line(
            output, $"{settings.Precision}, rounded".ToLowerInvariant(),
            Accuracy.Right(EncoderPrecision.Round(net, settings.Precision), data.Test), before, data.Test.Count);
        if (settings.Precision != Precision.Int8)
        {
            output.WriteLine($"No file is needed: "
                + $"<FreeNet Include=\"{settings.Model}\" Precision=\"{settings.Precision.ToString().ToLowerInvariant()}\" />");
            return null;
        }

        var calibrated = Calibration.Apply(net, InputMoments.Of(data.Train, net.Domain));
        var after = Accuracy.Right(calibrated, data.Test);
        Line(output, "int8, calibrated", after, before, data.Test.Count);
        var (written, elsewhere) = OutputFile.Save(Describe(calibrated, (double)after / data.Test.Count), path);
        output.WriteLine($"wrote {written}; compile it with <FreeNet Include=\"{written}\" Precision=\"int8\" />");
        return elsewhere;
    }

    private static string? FaultOf(FreeNet net, Precision precision) => FreeNetModule.FaultOf(net) is { } fault
        ? fault
        : precision != Precision.Int8
        ? null
        : net.Domain.Type != InputType.UInt8
        ? "int8 multiplies bytes, but the model's inputs are float32 (domain.type); use bfloat16 or float16."
        : net.Inputs > Calibration.MaxInputs
        ? $"calibration takes at most {Calibration.MaxInputs} inputs, and the model has {net.Inputs}; "
            + "compile the file as it is with Precision=\"int8\"."
        : null;

    private static FreeNet Describe(FreeNet net, double accuracy) => net with
    {
        Checks = net.Checks with
        {
            Logits = Enumerable.Range(0, net.Checks.Count)
                .SelectMany(
                    check => ReferenceEvaluator.Evaluate(net, net.Checks.Inputs.Skip(check * net.Inputs).Take(net.Inputs).ToArray()))
                .Select(static logit => (float)logit)
                .ToArray(),
        },
        Provenance = net.Provenance with
        {
            TestAccuracy = accuracy,
            Tool = $"freenets {typeof(Quantize).Assembly.GetName().Version?.ToString(3)} quantize",
        },
    };

    private static void Line(TextWriter output, string what, long right, long before, int count) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what,-20}{100.0 * right / count,6:F2} % test "
            + $"accuracy{(what == "float32" ? "" : $", {100.0 * (right - before) / count:+0.00;-0.00;0.00} points")}"));
}
