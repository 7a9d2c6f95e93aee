using FreeNets.Compiler;
using FreeNets.Fuzz.Differential;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Fuzz;

public class DifferentialTests
{
    [Fact]
    public void Random_networks_compute_what_the_reference_does_and_the_same_bits_in_every_way()
    {
        var faults = new List<string>();
        var run = new DifferentialRun(seed: 1, largest: 60);
        run.Faulty += (command, fault) => faults.Add($"{fault}\n  {command}");
        run.Run(first: 0, networks: 32);
        Assert.Empty(faults);

        // Few are without a bound, and the bounds are none that anything keeps.
        Assert.InRange(run.Compared, 10 * run.Unbounded, long.MaxValue);
        Assert.InRange(run.Nearest, 0.005, 1);
    }

    [Fact]
    public void A_weight_that_is_slightly_wrong_is_found()
    {
        var net = RandomNets.Create(seed: 3, inputs: 20, neurons: 30, outputs: 4, density: 0.3);
        var wrong = net
            with
        { Decoder = net.Decoder.Map(static weight => weight is { Row: 2, Column: 7 } ? weight.Value * 1.001f : weight.Value) };
        var one = new NetworkCase("", "Generated", net, wrong, [], Samples.Of(net, new Random(1)));
        Assert.Contains(
            "output 2", Assert.Throws<DifferenceException>(() => new Comparison(one, GeneratedModel.Of(net)).Run()).Message,
            StringComparison.Ordinal);
        Assert.True(new Comparison(one with { Reference = net }, GeneratedModel.Of(net)).Run().Compared > 0);
    }

    [Fact]
    public void What_leaves_a_network_as_it_is_leaves_what_its_code_computes()
    {
        var tried = new Dictionary<string, int>();
        for (var index = 0; index < 12; index++)
        {
            var random = Place.RandomOf(2, index);
            var net = RandomNetwork.Of(random, largest: 30);
            var changed = Metamorphosis.All.Select(change => (change.Name, change.IsExact, Net: change.Apply(net, random)))
                .Where(static change => change.Net is not null)
                .ToArray();
            var assembly = CSharpHost.Load(
                CSharpHost.Compilation(
                    [.. Sources(net, "Before"), .. changed.SelectMany(static (change, i) => Sources(change.Net!, $"After{i}"))]));
            var before = new GeneratedModel(assembly.GetType("Before.Net")!);
            for (var i = 0; i < changed.Length; i++)
            {
                tried[changed[i].Name] = tried.GetValueOrDefault(changed[i].Name) + 1;
                Compare(
                    $"{index}: {changed[i].Name}", net, before, changed[i].Net!, new GeneratedModel(assembly.GetType($"After{i}.Net")!),
                    changed[i].IsExact);
            }
        }

        Assert.All(Metamorphosis.All, change => Assert.InRange(tried.GetValueOrDefault(change.Name), 4, 12));
    }

    private static IEnumerable<string> Sources(FreeNet net, string space) =>
        ModelCompiler.Compile(net, new CompilerOptions(space, "Net", "net.fnet", "00")).Select(static file => file.Text);

    private static void Compare(string what, FreeNet net, GeneratedModel before, FreeNet other, GeneratedModel after, bool isExact)
    {
        foreach (var input in RandomNets.Inputs(net, seed: 5, count: 20).Chunk(net.Inputs))
        {
            var (expected, actual) = (new float[net.Outputs], new float[net.Outputs]);
            before.PredictFloats(input, expected);
            after.PredictFloats(input, actual);
            var (bounds, others) = (ErrorBound.Of(net, input).Errors, ErrorBound.Of(other, input).Errors);
            for (var o = 0; o < expected.Length; o++)
            {
                if (double.IsFinite(bounds[o]) && double.IsFinite(others[o]))
                {
                    Assert.True(Math.Abs(expected[o] - actual[o]) <= (isExact ? 0 : bounds[o] + others[o]), $"{what}: "
                        + $"{expected[o]:R} became {actual[o]:R} at {o}");
                }
            }
        }
    }
}
