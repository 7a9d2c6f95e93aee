using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.EndToEnd.Tests;

/// <summary>
/// Native libraries of models with few and many bytes of constants. FREENETS_CONSTANTS=13,15,64 asks for networks of about so many
/// MB besides; the C# compiler takes some 100 bytes of memory and 1.5 µs for each byte of them.
/// </summary>
[Trait(Long.Name, Long.Value)]
[Collection(ModelLibraryTests.Name)]
public sealed class NativeConstantsTests(ModelLibrary model)
{
    private const int Inputs = 784;

    /// <summary>Neurons: 3 KB, and both sides of the megabyte from which managed code copies its constants.</summary>
    private static readonly int[] s_neurons = [1, 270, 290];

    [SkippableFact]
    public void A_model_of_any_size_predicts_without_the_runtime()
    {
        ModelLibrary.NeedCompiler();
        var asked = (Environment.GetEnvironmentVariable("FREENETS_CONSTANTS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        int[] sizes = [.. s_neurons, .. asked.Select(static megabytes => Neurons(int.Parse(megabytes)))];
        var folder = model.Publish("sizes", string.Concat(sizes.Select(Save)));

        Assert.All(sizes, neurons =>
        {
            var values = model.Probe($"size{neurons}", [Path.Combine(folder, "libmodel.so")]);
            Assert.Equal(("0", "passed"), (values["self_test"].Single(), values["deepest"].Single()));
        });
        var constants = File.ReadLines(Path.Combine(folder, "model.h"))
            .Where(
                static line =>
                    line.StartsWith("#define SIZE", StringComparison.Ordinal)
                        && line.Contains("_CONSTANT_BYTES ", StringComparison.Ordinal))
            .Select(static line => int.Parse(line.Split(' ')[^1]))
            .ToArray();
        Assert.Contains(constants, static bytes => bytes is > 900_000 and < 1 << 20);
        Assert.Contains(constants, static bytes => bytes is > 1 << 20 and < 1_300_000);
    }

    private string Save(int neurons)
    {
        var net = RandomNets.Create(seed: neurons, Inputs, neurons, outputs: 10, density: neurons < 1000 ? 0.1 : 0.5);
        FnetFile.Save(net, model.In($"size{neurons}.fnet"));
        return $"<FreeNet Include=\"{model.In($"size{neurons}.fnet")}\" Class=\"Size{neurons}\" MaxBytes=\"1000000000\" />";
    }

    // With half the edges, a large network takes some 6.5 n² bytes beside the encoder's.
    private static int Neurons(int megabytes)
    {
        var neurons = 1;
        while ((4.0 * Inputs * neurons) + (6.5 * neurons * neurons) < megabytes * 1e6)
        {
            neurons++;
        }

        return neurons;
    }
}
