using System.Buffers.Binary;
using System.Text.Json;
using FreeNets.Model;

namespace FreeNets.Trainer.Tests.Reports;

/// <summary>Logs as a sweep leaves them, made up from a seed: curves that rise, graphs that thin out.</summary>
internal static class MadeRuns
{
    public const int Epochs = 8;
    private const int StepsPerEpoch = 100;

    /// <summary>Two sets, three k, two methods and three seeds, all finished, under a plan.</summary>
    public static void WriteAll(string folder)
    {
        foreach (var dataSet in new[] { "mnist", "fashion-mnist" })
        {
            foreach (var k in new[] { 30, 40, 90 })
            {
                for (var seed = 1; seed <= 3; seed++)
                {
                    Write(folder, dataSet, k, "freeevolve", seed);
                    Write(folder, dataSet, k, "fcnn", seed);
                }
            }
        }

        File.WriteAllText(Path.Combine(folder, "plan.json"), """
            {
              "description": "Made-up runs & <curves>.",
              "sets": ["mnist", "fashion-mnist"], "neurons": [30, 40, 90], "methods": ["freeevolve", "fcnn"],
              "epsilon": [0.25], "seeds": [1, 2, 3]
            }
            """);
    }

    /// <summary>One run; its folder is named as the sweep names it.</summary>
    public static string Write(
        string folder, string dataSet, int k, string method, int seed, double epsilon = 0.25, double? accuracy = null, int? budget = null)
    {
        var part = method == "freeevolve" ? FormattableString.Invariant($"_e{epsilon}") : "";
        var path = Path.Combine(folder, $"{dataSet}_k{k}{(budget is null ? "" : $"_b{budget}")}_{method}{part}_s{seed}");
        Directory.CreateDirectory(path);
        var lines = Lines(dataSet, k, method, seed, epsilon, accuracy, budget).Select(static line => JsonSerializer.Serialize(line));
        File.WriteAllText(Path.Combine(path, "log.jsonl"), string.Concat(lines.Select(static line => line + "\n")));
        return path;
    }

    public static IEnumerable<object> Lines(
        string dataSet, int k, string method, int seed, double epsilon = 0.25, double? accuracy = null, int? budget = null)
    {
        var isEvolved = method == "freeevolve";
        var random = new Random((seed * 7919) + (k * 104_729) + (method.Length * 1_299_709) + (dataSet.Length * 15_485_863));
        var last = accuracy ?? (dataSet == "mnist" ? 0.95 : 0.86) + (0.0003 * k) + (isEvolved ? 0.0005 : 0) + (0.004 * random.NextDouble());
        var most = k * (k - 1) / 2;
        var live = isEvolved ? most : 0;
        yield return new
        {
            @event = "start",
            name = $"{dataSet}-{k}",
            dataSet,
            trainImages = 60000,
            testImages = 10000,
            classes = 10,
            inputs = 784,
            threads = 1,
            options = new
            {
                method,
                schedule = "interleaved",
                neurons = k,
                epsilon,
                seed,
                epochs = Epochs,
                learningRate = 0.004,
                budget = budget is null ? null : new { weights = budget, levels = 8 },
            },
        };
        for (var epoch = 1; epoch <= Epochs; epoch++)
        {
            for (var window = 1; isEvolved && window <= 5; window++)
            {
                var pruned = (int)(live * 0.05 / (epoch * window));
                var added = pruned / 5;
                live += added - pruned;
                var step = ((epoch - 1) * StepsPerEpoch) + (window * StepsPerEpoch / 5);
                yield return new { @event = "update", step, epoch, pruned, added, liveEdges = live };
            }

            if (isEvolved && epoch == 1)
            {
                yield return Statistics(random, "start", k, most, 0.35);
            }

            var testAccuracy = last - (0.1 * (Epochs - epoch) / (epoch * Epochs));
            yield return new
            {
                @event = "epoch",
                round = 0,
                epoch,
                epochs = Epochs,
                loss = 1.0 / epoch,
                trainAccuracy = Math.Min(1, testAccuracy + 0.01),
                testAccuracy,
                validationAccuracy = (double?)null,
                seconds = 1.5,
                liveEdges = live,
            };
        }

        if (isEvolved)
        {
            yield return Statistics(random, "end", k, live, 0.6);
        }

        yield return new
        {
            @event = "end",
            output = "model.fnet",
            ending = (string?)null,
            interrupted = false,
            testAccuracy = last,
            epochs = Epochs,
            rounds = 0,
            liveEdges = live,
            maxEdges = most,
            multiplyAdds = budget ?? ((794 * k) + live),
            denseMultiplyAdds = (794 * k) + most,
            parameters = (795 * k) + 10 + live,
            seconds = 12.5,
        };
    }

    private static object Statistics(Random random, string when, int k, int live, double centre)
    {
        var most = k * (k - 1) / 2;
        var order = Enumerable.Range(0, most).OrderBy(_ => random.NextDouble()).ToArray();
        var edge = 0;
        var graph = Ncg.FromPredicate(k, (_, _) => order[edge++] < live);
        return new
        {
            @event = "statistics",
            when,
            neurons = k,
            ncam = Fractions(random, most, (1 - centre) * 0.5),
            ncim = Fractions(random, most, centre),
            graph = Convert.ToBase64String(graph.ToBytes()),
        };
    }

    private static string Fractions(Random random, int count, double centre)
    {
        var bytes = new byte[4 * count];
        for (var i = 0; i < count; i++)
        {
            var bell = (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) / 3;
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), (float)Math.Clamp(centre + bell, 0, 1));
        }

        return Convert.ToBase64String(bytes);
    }
}
