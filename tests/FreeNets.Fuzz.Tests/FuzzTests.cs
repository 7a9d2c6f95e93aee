using FreeNets.Fuzz.Corpus;
using FreeNets.Fuzz.Hostile;

namespace FreeNets.Fuzz;

public class FuzzTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Ten_thousand_damaged_files_are_read_or_refused_as_promised()
    {
        var faults = new List<string>();
        using var run = new FuzzRun(SeedFiles.All(), seed: 1, sample: 50);
        run.Faulty += (mutant, fault) => faults.Add($"{mutant.File.Name}: {fault}\n  {mutant.Command}");

        var reading = Task.Run(() => run.Read(first: 0, mutants: 10_000));

        Assert.True(await Task.WhenAny(reading, Task.Delay(s_patience)) == reading, $"hangs: {run.Current?.Command}");
        await reading;
        Assert.Empty(faults);
        Assert.InRange(run.Accepted, 1_000, 5_000);
        Assert.InRange(run.Compiled, 20, 100);
    }

    /// <summary>Otherwise mutants would be refused for what the seed has wrong.</summary>
    [Fact]
    public void Every_file_that_mutants_are_made_of_is_read()
    {
        using var reading = new Reading();
        foreach (var file in SeedFiles.All().Where(static file => !file.Name.StartsWith("layernorm", StringComparison.Ordinal)))
        {
            var verdict = reading.Read(new Mutant(Seed: 0, Index: 1, file));
            Assert.True(verdict is { Net: not null, Fault: null }, $"{file.Name}: {verdict.Fault ?? "refused"}");
        }
    }

    [Fact]
    public void A_mutant_is_made_again_from_its_place()
    {
        var corpus = SeedFiles.All();
        foreach (var index in Enumerable.Range(0, 100))
        {
            var (one, other) = (Mutant.Of(corpus, 7, index), Mutant.Of(SeedFiles.All(), 7, index));
            Assert.Equal(one.File.Name, other.File.Name);
            Assert.Equal(one.File.Bytes, other.File.Bytes);
        }

        Assert.NotEqual(Mutant.Of(corpus, 7, 0).File.Bytes, Mutant.Of(corpus, 8, 0).File.Bytes);
    }
}
