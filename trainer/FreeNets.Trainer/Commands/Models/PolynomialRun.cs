using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FreeNets.Model;
using FreeNets.Trainer.Generated;
using FreeNets.Trainer.Polynomials;
using FreeNets.Trainer.Terminal;

namespace FreeNets.Trainer.Commands.Models;

/// <summary>What a user asks of <c>freenets polynomial</c>.</summary>
internal sealed record PolynomialSettings(string Text, string Domain, int? Neurons, string Output, bool Json);

/// <summary>What <c>freenets polynomial</c> does.</summary>
internal static class PolynomialRun
{
    /// <summary>The option that names the model file.</summary>
    public const string FileOption = "-o";

    private static readonly JsonSerializerOptions s_json =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Builds, proves, measures and writes; a user's fault is one line on <paramref name="error"/>.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static int Run(PolynomialSettings settings, TextWriter output, TextWriter error)
    {
        try
        {
            var polynomial = Named("polynomial", () => PolynomialParser.Read(settings.Text));
            var (low, high) = Named("--domain", () => PolynomialParser.ReadRange(settings.Domain));
            var least = Math.Max(polynomial.Degree, 2);
            var neurons = settings.Neurons ?? least;
            if (neurons < least || neurons > PolynomialParser.MaxDegree)
            {
                return ExitCode.Fail(
                    error,
                    $"--neurons takes an integer from {least} to {PolynomialParser.MaxDegree} for a polynomial of degree "
                        + $"{polynomial.Degree}, not {neurons}.", ExitCode.Usage);
            }

            if (OutputFile.FaultOf(FileOption, settings.Output, "p.fnet") is { } fault)
            {
                return ExitCode.Fail(error, fault, ExitCode.Usage);
            }

            var network = PolynomialNet.Of(Path.GetFileNameWithoutExtension(settings.Output), polynomial, low, high, neurons);
            if (network.Exact.FaultFor(network.Series) is { } unproven)
            {
                return ExitCode.Fail(
                    error, $"the network is not the polynomial: {unproven}. Nothing was written; please report this.", ExitCode.Failure);
            }

            var measured = PolynomialError.Of(network, GeneratedModel.Of(network.Net));
            FnetFile.Save(
                network.Net with
                {
                    Provenance =
                        new Provenance { Tool = $"freenets {typeof(PolynomialRun).Assembly.GetName().Version?.ToString(3)} polynomial" },
                },
                settings.Output);
            output.WriteLine(settings.Json ? Json(settings, network, measured) : Text(settings, network, measured));
            return ExitCode.Success;
        }
        catch (PolynomialException e)
        {
            return ExitCode.Fail(error, e.Message, ExitCode.Usage);
        }
        catch (FnetException e)
        {
            return ExitCode.Fail(error, e.Message, ExitCode.Failure);
        }
    }

    private static T Named<T>(string what, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (PolynomialException e)
        {
            throw new PolynomialException($"{what}: {e.Message}.");
        }
    }

    private static string Text(PolynomialSettings settings, PolynomialNet network, PolynomialError measured) => string.Create(CultureInfo.InvariantCulture, $"""
        read      {network.Polynomial}, of degree {network.Polynomial.Degree}
        network   {network.Net.Neurons} neurons with squared ReLU, {Edges(network.Net)} edges
        proved    in fractions: it is the polynomial for every x of {settings.Domain}, where no neuron is cut off
        measured  at {measured.Points} inputs, generated code is at most {measured.Largest:0.0e+0} off, at {measured.At:g6}; the largest value is {measured.LargestValue:g6}
        wrote     {settings.Output}
        """);

    private static string Json(PolynomialSettings settings, PolynomialNet network, PolynomialError measured) => JsonSerializer.Serialize(
        new
        {
            Polynomial = network.Polynomial.ToString(),
            network.Polynomial.Degree,
            Minimum = network.Net.Domain.Minimum.Uniform,
            Maximum = network.Net.Domain.Maximum.Uniform,
            network.Net.Neurons,
            Edges = Edges(network.Net),
            Proved = true,
            Float32 = new { measured.Points, LargestError = measured.Largest, measured.At, measured.LargestValue },
            Model = settings.Output,
        },
        s_json);

    private static long Edges(FreeNet net) => net.Encoder.NonZeroCount + net.Edges.NonZeroCount + net.Decoder.NonZeroCount;
}
