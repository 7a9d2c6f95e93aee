using FreeNets.Compiler;
using FreeNets.Compiler.Optimise;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Fuzz.Differential;

/// <summary>Takes random networks through file, compiler and Roslyn, runs them in every way, and holds all against the reference.</summary>
/// <param name="seed">Which row of networks.</param>
/// <param name="largest">The most neurons and inputs of one.</param>
internal sealed class DifferentialRun(int seed, int largest)
{
    // One compilation for many: most of its time is its start.
    private const int Batch = 16;

    /// <summary>Each network that was computed wrongly, by the command that makes it again, with what was wrong.</summary>
    public event Action<string, string>? Faulty;

    public int Faults { get; private set; }

    /// <summary>Outputs that were held against a bound.</summary>
    public long Compared { get; private set; }

    /// <summary>Outputs whose sums may overflow, or are NaN, so that there is none.</summary>
    public long Unbounded { get; private set; }

    /// <summary>How near to its bound the worst output came, from 0 to 1.</summary>
    public double Nearest { get; private set; }

    public void Run(long first, long networks)
    {
        for (var index = first; index < first + networks; index += Batch)
        {
            var cases = Enumerable.Range(0, (int)Math.Min(Batch, first + networks - index)).Select(i => Case(index + i)).ToArray();
            var assembly = CSharpHost.Load(CSharpHost.Compilation(cases.SelectMany(static one => one.Sources)));
            foreach (var one in cases)
            {
                Check(one, new GeneratedModel(assembly.GetType($"{one.Space}.Net")!));
            }
        }
    }

    private NetworkCase Case(long index)
    {
        var random = Place.RandomOf(seed, index);
        var net = RandomNetwork.Of(random, largest);
        net = FnetReader.Read(FnetWriter.Write(net)).Net == net
            ? net
            : throw new InvalidOperationException($"{index}: its file holds another network.");
        var precision = (Precision)random.Next(4);
        var choices = CodeChoices.Default with
        {
            Precision = CompilerLimits.CheckPrecision(net, precision) is null && random.Next(2) == 0 ? precision : Precision.Float32,
            Batch = random.Next(5) != 0,
        };
        var space = $"Place{index}";
        return new NetworkCase(
            $"differential --seed {seed} --first {index} --networks 1 --largest {largest}",
            space,
            net,
            choices.Precision == Precision.Float32
                ? net
                : EncoderPrecision.Round(Optimiser.Apply(net, choices.Precision).Net, choices.Precision),
            [.. ModelCompiler.Compile(net, new CompilerOptions(space, "Net", "net.fnet", "00") { Choices = choices })
                .Select(static file => file.Text)],
            Samples.Of(net, random));
    }

    private void Check(NetworkCase one, GeneratedModel model)
    {
        try
        {
            var (compared, unbounded, nearest) = new Comparison(one, model).Run();
            (Compared, Unbounded, Nearest) = (Compared + compared, Unbounded + unbounded, Math.Max(Nearest, nearest));
        }
        catch (DifferenceException difference)
        {
            Faults++;
            Faulty?.Invoke(one.Command, difference.Message);
        }
    }
}
