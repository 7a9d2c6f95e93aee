using System.CommandLine;
using FreeNets.Trainer.Polynomials;

namespace FreeNets.Trainer.Commands.Models;

/// <summary>The options of <c>freenets polynomial</c>, and their help.</summary>
internal static class PolynomialCommand
{
    /// <summary>What its help says after the options.</summary>
    public const string Explanation = """
        Theorem 1 of the paper: k neurons with squared ReLU compute every polynomial of degree k or less, for k of 2 and more.
        The weights are found in fractions, without training. The command proves in the same arithmetic that the network is
        the polynomial and that ReLU cuts nothing off within the domain; then it rounds the weights to float32, generates code as
        dotnet build does, and compares that with the polynomial.

        A polynomial has one variable, a letter; numbers, + - * / ^ and brackets; 2x and 2(x + 1) are products. Numbers are
        taken as they are written: 0.1 is 1/10. Spread over the domain, an even number of neurons is more exact than an odd one.

        Examples:
          freenets polynomial "x^3 - 2x + 1" --domain -1:1 -o p.fnet
          freenets polynomial "(t - 1/3)^5 / 7" --domain 0:2/3 --neurons 6 -o p.fnet
        """;

    /// <summary>The command, ready to be added to a root.</summary>
    public static Command Create()
    {
        var text = new Argument<string>("POLYNOMIAL")
        {
            Description = $"A polynomial of degree {PolynomialParser.MaxDegree} or less, such as \"x^3 - 2x + 1\".",
        };
        var domain = new Option<string>("--domain")
        {
            Description = "The range of the variable.",
            HelpName = "low:high",
            DefaultValueFactory = static _ => "-1:1",
        };
        var neurons = new Option<int?>("--neurons", "-k")
        {
            Description = "How many neurons. [default: the degree, but at least 2]",
            HelpName = "number",
        };
        var file = new Option<string>(PolynomialRun.FileOption, "--output")
        {
            Description = "The model file to write.",
            HelpName = "file",
            DefaultValueFactory = static _ => "polynomial.fnet",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of text." };
        var command = new Command(
            "polynomial", "Builds the network of a polynomial exactly, without training.") { text, domain, neurons, file, json };
        command.SetAction(result => PolynomialRun.Run(
            new PolynomialSettings(
                result.GetRequiredValue(text), result.GetRequiredValue(domain), result.GetValue(neurons), result.GetRequiredValue(file),
                result.GetValue(json)),
            result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error));
        return command;
    }
}
