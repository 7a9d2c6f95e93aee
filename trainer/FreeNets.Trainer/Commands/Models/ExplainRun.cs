using FreeNets.Compiler;
using FreeNets.Compiler.Emit;
using FreeNets.Model;
using FreeNets.Trainer.Explain;
using FreeNets.Trainer.Terminal;

namespace FreeNets.Trainer.Commands.Models;

/// <summary>What <c>freenets explain</c> does.</summary>
internal static class ExplainRun
{
    /// <summary>Explains one model file; a user's fault is one line on <paramref name="error"/>.</summary>
    /// <param name="model">The model file.</param>
    /// <param name="precision">How its encoder is to be compiled.</param>
    /// <param name="page">Where the page goes, or null.</param>
    /// <param name="json">Whether JSON rather than text goes to <paramref name="output"/>.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static int Run(string model, Precision precision, string? page, bool json, TextWriter output, TextWriter error)
    {
        if (!File.Exists(model))
        {
            return ExitCode.Fail(error, $"{model}: no such file. Give a model file, such as freenets train writes.", ExitCode.Usage);
        }

        if (page is not null && OutputFile.FaultOf("--html", page, "plan.html") is { } fault)
        {
            return ExitCode.Fail(error, fault, ExitCode.Usage);
        }

        try
        {
            var net = FnetFile.Load(model);
            if (CompilerLimits.Check(net) is { } limit)
            {
                return ExitCode.Fail(error, $"{model}: neurons, outputs: {limit} Train a smaller network.", ExitCode.Failure);
            }

            if (CompilerLimits.CheckPrecision(net, precision) is { } unsuitable)
            {
                return ExitCode.Fail(error, $"{model}: {unsuitable}", ExitCode.Usage);
            }

            var name = Path.GetFileName(model);
            var plan = ModelCompiler.Explain(net, new CompilerOptions("Models", Identifiers.ClassName(net.Name), name, SourceHash: "")
            {
                Choices = CodeChoices.Default with { Precision = precision },
            });
            if (page is not null)
            {
                AtomicFile.Write(page, PlanPage.Write(plan, name));
            }

            Print(plan, name, json, page, output);
            return ExitCode.Success;
        }
        catch (FnetException e)
        {
            return ExitCode.Fail(error, e.Message, ExitCode.Usage);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ExitCode.Fail(error, $"--html {page}: cannot be written. {e.Message}", ExitCode.Failure);
        }
    }

    private static void Print(Explanation plan, string name, bool json, string? page, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(PlanJson.Write(plan));
        }
        else if (page is null)
        {
            PlanText.Write(plan, name, output);
        }
        else
        {
            output.WriteLine($"wrote {page}");
        }
    }
}
