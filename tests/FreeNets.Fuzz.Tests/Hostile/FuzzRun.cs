using System.Globalization;
using FreeNets.Fuzz.Corpus;

namespace FreeNets.Fuzz.Hostile;

/// <summary>Reads mutants one after the other, and counts what came of them.</summary>
/// <param name="corpus">What they are made of.</param>
/// <param name="seed">Which row of mutants.</param>
/// <param name="sample">Every how many of those that are accepted are compiled.</param>
internal sealed class FuzzRun(Seed[] corpus, int seed, int sample) : IDisposable
{
    private readonly Reading _reading = new();
    private readonly CodeSample _code = new();
    private readonly SortedDictionary<string, Count> _counts = new(StringComparer.Ordinal);

    /// <summary>Each mutant that was read badly, with what was wrong.</summary>
    public event Action<Mutant, string>? Faulty;

    public int Faults { get; private set; }

    /// <summary>What is being read: where nothing goes on, what it hangs on.</summary>
    public Mutant? Current { get; private set; }

    /// <summary>How many were accepted.</summary>
    public long Accepted => _counts.Values.Sum(static count => count.Accepted);

    /// <summary>How many of those were compiled.</summary>
    public long Compiled => _code.Compiled;

    /// <summary>A line for each format.</summary>
    public string Summary => $"{string.Join('\n', Lines)}\n{_code.Compiled} compiled, {Faults} faults";

    private IEnumerable<string> Lines => _counts.Select(static pair => string.Create(
        CultureInfo.InvariantCulture,
        $"{pair.Key,-13} {pair.Value.Mutants,9} mutants {pair.Value.Accepted,8} accepted  slowest {pair.Value.Time.TotalMilliseconds,6:F0} "
            + $"ms  most {pair.Value.Allocated,11} bytes, {pair.Value.Ratio,7:F1} times the file"));

    public void Dispose() => _reading.Dispose();

    public void Read(long first, long mutants)
    {
        _code.Faulty += AddFault;
        var accepted = 0L;
        for (var index = first; index < first + mutants; index++)
        {
            var mutant = Mutant.Of(corpus, seed, index);
            Current = mutant;
            var verdict = _reading.Read(mutant);
            Add(mutant.File, verdict);
            if (verdict.Fault is { } fault)
            {
                AddFault(mutant, fault);
            }
            else if (verdict.Net is { } net && accepted++ % sample == 0)
            {
                _code.Add(mutant, net);
            }
        }

        _code.Finish();
    }

    private void AddFault(Mutant mutant, string fault)
    {
        Faults++;
        Faulty?.Invoke(mutant, fault);
    }

    private void Add(Seed file, Verdict verdict)
    {
        var count = _counts.GetValueOrDefault(file.Extension) ?? new Count(0, 0, TimeSpan.Zero, 0, 0);
        _counts[file.Extension] = new Count(
            count.Mutants + 1,
            count.Accepted + (verdict.Net is null ? 0 : 1),
            TimeSpan.FromTicks(Math.Max(count.Time.Ticks, verdict.Time.Ticks)),
            Math.Max(count.Allocated, verdict.Allocated),
            Math.Max(count.Ratio, (double)verdict.Allocated / Math.Max(1, file.Bytes.Length)));
    }

    private sealed record Count(long Mutants, long Accepted, TimeSpan Time, long Allocated, double Ratio);
}
