extern alias generator;

using System.Diagnostics;
using FreeNets.Model;
using FreeNets.Tests;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;
using Steps = generator::FreeNets.Generator.FreeNetGenerator.Steps;

namespace FreeNets.Generator.Tests;

/// <summary>What a model costs the editor at each change of another file: work is counted, and the time that it takes is printed.</summary>
public class EditTests(ITestOutputHelper output)
{
    private const int Edits = 9;

    [Fact]
    public void An_edit_of_another_file_reruns_no_step_of_an_unchanged_model()
    {
        var net = RandomNets.Create(seed: 1, inputs: 784, neurons: 100, outputs: 10, density: 0.2);
        var text = FnetWriter.Write(net);
        var start = Stopwatch.GetTimestamp();
        var run = new GeneratorRun(new ModelItem("/fashion.fnet", text));
        var first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        var edits = new List<double>();
        for (var i = 0; i < Edits; i++)
        {
            start = Stopwatch.GetTimestamp();
            run.TouchUnrelatedSource();
            edits.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            Assert.Equal([IncrementalStepRunReason.Cached], run.Reasons(Steps.Models));
            Assert.Equal([IncrementalStepRunReason.Cached], run.Reasons(Steps.Compilations));
        }

        edits.Sort();
        output.WriteLine(FormattableString.Invariant(
            $"the first run {first:F0} ms, with the JIT's; an edit of another file {edits[Edits / 2]:F2} ms, at most {edits[^1]:F2}"));
        Assert.NotEmpty(run.FileNames);
    }
}
