using System.Text;
using FreeNets.Compiler;
using FreeNets.Import;
using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Generated;
using FreeNets.Trainer.Predicting;
using FreeNets.Trainer.Terminal;

namespace FreeNets.Trainer.Commands.Models;

/// <summary>What a user asks of <c>freenets predict</c>; null where an option was not given.</summary>
internal sealed record PredictSettings(string Model, string Data, AnswerKind? Kind, RowFormat Format, string? Output, bool Json);

/// <summary>What <c>freenets predict</c> does.</summary>
internal static class PredictRun
{
    /// <summary>The option that names the file of answers.</summary>
    public const string FileOption = "-o";

    // Samples that one call takes; a pipe's are answered as they come.
    private const int Batch = 256;

    /// <summary>Predicts, sample by sample; a user's fault is one line on <paramref name="error"/>.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static int Run(
        PredictSettings settings, Func<Stream> standardInput, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var hasBegun = false;
        try
        {
            var net = AnyModel.Load(settings.Model);
            var answers = new Answers(net);
            var kind = settings.Kind ?? answers.Natural;
            if (answers.FaultOf(kind) is { } fault)
            {
                return ExitCode.Fail(error, $"{settings.Model}: {fault}", ExitCode.Usage);
            }

            // Activations of outputs are for the answer to choose.
            var plain = net with { OutputActivation = Activation.Identity, OutputGroups = default };
            if (CompilerLimits.Check(plain) is { } limit)
            {
                return ExitCode.Fail(error, $"{settings.Model}: {limit}", ExitCode.Usage);
            }

            if (settings.Output is { } file && OutputFile.FaultOf(FileOption, file, "answers.csv") is { } unwritable)
            {
                return ExitCode.Fail(error, unwritable, ExitCode.Usage);
            }

            using var rows = RowSource.Open(settings.Data, settings.Format, net, standardInput);
            var code = GeneratedModel.Of(plain);
            hasBegun = true;
            Write(
                settings.Output, output,
                writer => Predict(
                    net, code, rows, settings.Data == RowSource.StandardInput ? 1 : Batch,
                    new AnswerWriter(writer, answers, kind, settings.Json), cancellation));
            return ExitCode.Success;
        }
        catch (Exception e) when (e is FnetException or ImportException or DataException)
        {
            return ExitCode.Fail(error, e.Message, hasBegun ? ExitCode.Failure : ExitCode.Usage);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Fail(error, "interrupted.", ExitCode.Interrupted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ExitCode.Fail(error, $"{FileOption} {settings.Output}: cannot be written. {e.Message}", ExitCode.Failure);
        }
    }

    private static void Predict(
        FreeNet net, GeneratedModel code, RowSource rows, int batch, AnswerWriter writer, CancellationToken cancellation)
    {
        var (inputs, logits) = (new float[batch * net.Inputs], new float[batch * net.Outputs]);
        for (var isMore = true; isMore;)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = 0;
            DataException? fault = null;
            try
            {
                while (count < batch && (isMore = rows.Read(inputs.AsSpan(count * net.Inputs, net.Inputs))))
                {
                    count++;
                }
            }
            catch (DataException e)
            {
                // What stood before the fault is answered.
                fault = e;
            }

            code.PredictBatch(inputs.AsSpan(0, count * net.Inputs), logits.AsSpan(0, count * net.Outputs));
            for (var row = 0; row < count; row++)
            {
                writer.Write(logits.AsSpan(row * net.Outputs, net.Outputs));
            }

            if (fault is not null)
            {
                throw fault;
            }
        }
    }

    /// <summary>Writes to standard output, or to a file that gets its name when it is whole.</summary>
    private static void Write(string? file, TextWriter output, Action<TextWriter> write)
    {
        if (file is null)
        {
            write(output);
            return;
        }

        var target = AtomicFile.TargetOf(file);
        var temporary = AtomicFile.TemporaryOf(target);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                using (var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true))
                {
                    write(writer);
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
