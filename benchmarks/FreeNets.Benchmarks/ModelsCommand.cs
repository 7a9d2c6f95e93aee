using System.CommandLine;
using System.Globalization;
using FreeNets.Benchmarks.Timing;
using FreeNets.Compiler;
using FreeNets.Compiler.Schedule;
using FreeNets.Model;
using FreeNets.Trainer.Generated;

namespace FreeNets.Benchmarks;

/// <summary><c>models</c>: what networks of float inputs take as generated code, in bytes and in time.</summary>
internal static class ModelsCommand
{
    private const int Batch = 256;

    private static readonly Argument<string[]> s_models =
        new("models") { Description = "Model files with check vectors.", Arity = ArgumentArity.OneOrMore };

    public static Command Create()
    {
        var command =
            new Command("models", "Times generated code of each model on its own check vectors, one by one and in batches.") { s_models };
        command.SetAction(static result =>
        {
            try
            {
                Console.WriteLine(
                    $"| model | inputs | neurons | multiply-adds | constants, bytes | one sample, ns | in batches of {Batch}, ns |");
                Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
                foreach (var path in result.GetRequiredValue(s_models))
                {
                    Console.WriteLine(Row(FnetFile.Load(path)));
                }

                return 0;
            }
            catch (Exception error) when (error is FnetException or IOException or InvalidOperationException)
            {
                Console.Error.WriteLine($"models: {error.Message}");
                return 1;
            }
        });
        return command;
    }

    private static string Row(FreeNet net)
    {
        var (code, samples) = (GeneratedModel.Of(net), net.Checks.Inputs.ToArray());
        if (!code.SelfTest())
        {
            throw new InvalidOperationException($"{net.Name}: generated code does not reproduce the network's check vectors.");
        }

        var batch = Enumerable.Range(0, Batch * net.Inputs).Select(i => samples[i % samples.Length]).ToArray();
        var (one, many) = (new float[net.Outputs], new float[Batch * net.Outputs]);
        var timings = Interleaved.Time(
        [
            Workload.Over("one", samples, net.Inputs, input => code.Predict(input, one)),
            Workload.Over("batch", batch, batch.Length, inputs => code.PredictBatch(inputs, many)),
        ]);
        var constants = MemoryNeed.Of(ModelCompiler.Plan(net, CodeChoices.Default).Plan).Constants;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {net.Name} | {net.Inputs} | {net.Neurons} | {MultiplyAdds.Live(net).Total:N0} | {constants:N0} | "
                + $"{timings.Nanoseconds(0):N0} | {timings.Nanoseconds(1) / Batch:N0} |");
    }
}
