using System.CommandLine;

namespace FreeNets.Trainer.Commands.Models;

/// <summary>The options of <c>freenets explain</c>, and their help.</summary>
internal static class ExplainCommand
{
    /// <summary>What its help says after the options.</summary>
    public const string Explanation = """
        Shows what dotnet build would make of a model file, and why: what each pass saved, the levels of the graph, which
        kernels were chosen on which grounds, FLOPs dense, live and executed, bytes, and estimated cycles by stage. The
        numbers are those that the compiler itself decides by; nothing is measured.

        Examples:
          freenets explain fashion.fnet                   text
          freenets explain fashion.fnet --html plan.html  a page with the graph drawn by level
          freenets explain fashion.fnet --json            for programs
          freenets explain q.int8.fnet --precision int8   as <FreeNet Include="q.int8.fnet" Precision="int8" />
        """;

    /// <summary>The command, ready to be added to a root.</summary>
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "A model file (.fnet)." };
        var html = new Option<string?>("--html") { Description = "Write a self-contained HTML page instead of text.", HelpName = "file" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of text." };
        var precision = PrecisionOption.Create("The Precision that the project gives the model.", "float32", "int8", "bfloat16", "float16");
        var command = new Command("explain", "Shows how a model will run as generated code, and why.") { model, precision, html, json };
        command.SetAction(result => ExplainRun.Run(
            result.GetRequiredValue(model),
            PrecisionOption.Read(result, precision),
            result.GetValue(html),
            result.GetValue(json),
            result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error));
        return command;
    }
}
