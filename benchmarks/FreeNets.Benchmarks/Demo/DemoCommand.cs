using System.CommandLine;
using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;
using FreeNets.Trainer.Networks;
using Spectre.Console;
using TorchSharp;

namespace FreeNets.Benchmarks.Demo;

/// <summary><c>demo</c>: the compiled-in model on all test images, in TorchSharp, under the JIT and in the native library.</summary>
internal static class DemoCommand
{
    /// <summary>Rounding may move a logit by this much, relative to the largest of its image.</summary>
    private const double Tolerance = 1e-4;

    public static Command Create()
    {
        var model = new Option<FileInfo>("--model") { Description = "The .fnet file that this program was built with.", Required = true };
        var library = new Option<FileInfo>("--library") { Description = "The native library built from the same file.", Required = true };
        var data = new Option<string?>("--data") { Description = "The data set whose test images are used, as in freenets train." };
        var summary = new Option<FileInfo>("--summary") { Description = "Where the figures go, as JSON.", Required = true };
        var command = new Command("demo", "Compares TorchSharp, generated code and the native library on all test images.")
        {
            model, library, data, summary,
        };
        command.SetAction((result, cancellation) => Task.FromResult(Run(
            result.GetRequiredValue(model).FullName,
            result.GetRequiredValue(library).FullName,
            result.GetValue(data),
            result.GetRequiredValue(summary).FullName,
            cancellation)));
        return command;
    }

    private static int Run(string modelPath, string libraryPath, string? data, string summaryPath, CancellationToken cancellation)
    {
        try
        {
            var net = FnetFile.Load(modelPath);
            var test = DataSets.Load(data, dataRoot: null, AnsiConsole.Console, cancellation).Test;
            using var native = new NativeModel(libraryPath);
            if (!CompiledModel.SelfTest() || !native.SelfTest)
            {
                return Fail("The generated code does not reproduce the model's check vectors.");
            }

            var summary = new Summary(net, test.Count, Measure(net, native, test), new FileInfo(libraryPath).Length);
            summary.Print(AnsiConsole.Console);
            summary.Save(summaryPath);
            return Verdict(summary);
        }
        catch (Exception error) when (error is FnetException or DataException or DllNotFoundException or IOException)
        {
            return Fail(error.Message);
        }
    }

    private static Measurement[] Measure(FreeNet net, NativeModel native, ImageSet test)
    {
        // One thread for everyone: generated code has one.
        torch.set_num_threads(1);
        using var module = FreeNetModule.FromFreeNet(net);
        module.eval();
        return [.. new[] { Engine.Torch(module), Engine.Jit(), Engine.Native(native) }
            .Select(engine => Measurement.Of(engine, test, net.Outputs))];
    }

    private static int Verdict(Summary summary) =>
        summary.Disagreements > 0 ? Fail($"{summary.Disagreements} predictions disagree.")
        : summary.LargestDifference > Tolerance ? Fail($"Logits differ by more than {Tolerance}.")
        : 0;

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"demo: {message}");
        return 1;
    }
}
