using System.Diagnostics;
using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Training;

namespace FreeNets.Trainer.Benchmarks;

/// <summary>What training costs one contender.</summary>
/// <param name="Name">Which network, and how its cascade is computed.</param>
/// <param name="Edges">Live edges.</param>
/// <param name="MsPerStep">The median over all steps, in milliseconds: what others do on the machine hardly moves it.</param>
/// <param name="EpochSeconds">The fastest epoch.</param>
/// <param name="Ratio"><paramref name="MsPerStep"/> by the FCNN's.</param>
public sealed record TrainCost(string Name, int Edges, double MsPerStep, double EpochSeconds, double Ratio);

/// <summary>Times the training of an FCNN and of FreeNets with as many neurons, by the code that trains them all.</summary>
public static class TrainBenchmark
{
    /// <summary>Trains all contenders in turn, an epoch a turn, so that a busy machine slows them alike.</summary>
    /// <param name="data">What they are trained on.</param>
    /// <param name="options">Neurons, batch size, seed.</param>
    /// <param name="turns">Measured epochs of each, at least 1; one more warms up.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<TrainCost> Run(
        DataSet data, TrainingOptions options, int turns, CancellationToken cancellation)
    {
        var k = options.Neurons;
        var contenders = new List<Contender>();
        try
        {
            Add($"FCNN-{k}", Ncg.Empty(k), isPlain: false);
            Add($"FreeNet-{k}, plain operations", Ncg.Dense(k), isPlain: true);
            Add($"FreeNet-{k}", Ncg.Dense(k), isPlain: false);
            Add($"FreeNet-{k}, 30 % of edges", Share(k, 0.3), isPlain: false);
            Add($"FreeNet-{k}, 10 % of edges", Share(k, 0.1), isPlain: false);
            contenders.ForEach(contender => contender.TrainEpoch(cancellation));
            contenders.ForEach(static contender => contender.Forget());
            for (var turn = 0; turn < turns; turn++)
            {
                foreach (var contender in contenders)
                {
                    contender.TrainEpoch(cancellation);
                }
            }

            return contenders.ConvertAll(contender => contender.Cost(contenders[0]));
        }
        finally
        {
            contenders.ForEach(static contender => contender.Dispose());
        }

        void Add(string name, Ncg graph, bool isPlain) => contenders.Add(new Contender(name, graph, isPlain, data, options));
    }

    /// <summary>A random graph with this share of the dense graph's edges.</summary>
    private static Ncg Share(int neurons, double share)
    {
        var edges = Ncg.Dense(neurons).Edges().ToArray();
        new Random(1).Shuffle(edges);
        var kept = edges.Take((int)Math.Round(share * edges.Length)).ToHashSet();
        return Ncg.FromPredicate(neurons, (target, source) => kept.Contains((target, source)));
    }

    private sealed class Contender : IDisposable
    {
        private readonly Ncg _graph;
        private readonly WeightTrainer _trainer;
        private readonly List<double> _epochs = [];
        private readonly List<double> _steps = [];
        private long _lastStep;

        public Contender(string name, Ncg graph, bool isPlain, DataSet data, TrainingOptions options)
        {
            (Name, _graph) = (name, graph);
            var events = new TrainingEvents { Step = Step, Epoch = epoch => _epochs.Add(epoch.Seconds) };
            _trainer = new WeightTrainer(data, options with { Epochs = 1, RoundEpochs = 1 }, events);
            _trainer.Module.IsPlain = isPlain;
        }

        public string Name { get; }

        private double MsPerStep => _steps.Order().ElementAt(_steps.Count / 2);

        public void TrainEpoch(CancellationToken cancellation)
        {
            _lastStep = Stopwatch.GetTimestamp();
            _trainer.Fit(_graph, afterStep: null, cancellation);
        }

        /// <summary>Starts anew, after the warm-up.</summary>
        public void Forget()
        {
            _epochs.Clear();
            _steps.Clear();
        }

        public TrainCost Cost(Contender fcnn) =>
            new(Name, _graph.EdgeCount, MsPerStep, _epochs.Min(), MsPerStep / fcnn.MsPerStep);

        public void Dispose() => _trainer.Dispose();

        private void Step(StepProgress progress)
        {
            var now = Stopwatch.GetTimestamp();
            _steps.Add(Stopwatch.GetElapsedTime(_lastStep, now).TotalMilliseconds);
            _lastStep = now;
        }
    }
}
