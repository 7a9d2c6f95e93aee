extern alias generator;

using System.Collections;
using System.Reflection;
using FreeNets.Model;
using FreeNets.Tests;
using Microsoft.CodeAnalysis;
using Steps = generator::FreeNets.Generator.FreeNetGenerator.Steps;

namespace FreeNets.Generator.Tests;

public class FreeNetGeneratorTests
{
    private static readonly string s_text = Write(seed: 1);

    [Fact]
    public void A_model_becomes_a_class_in_the_projects_namespace()
    {
        var run = new GeneratorRun(new ModelItem("/models/random.fnet", s_text));
        Assert.Empty(run.Diagnostics);
        var type = run.Load().GetType("My.Device.Random1");
        Assert.True((bool)type!.GetMethod("SelfTest")!.Invoke(null, null)!);
    }

    [Fact]
    public void Metadata_names_class_and_namespace()
    {
        var run = new GeneratorRun(new ModelItem("/models/random.fnet", s_text) { Class = "Fashion", Namespace = "Shop.Nets" });
        Assert.NotNull(run.Load().GetType("Shop.Nets.Fashion"));
    }

    [Fact]
    public void Several_models_live_side_by_side()
    {
        var run = new GeneratorRun(new ModelItem("/a.fnet", s_text), new ModelItem("/b.fnet", Write(seed: 2)));
        var assembly = run.Load();
        Assert.NotNull(assembly.GetType("My.Device.Random1"));
        Assert.NotNull(assembly.GetType("My.Device.Random2"));
    }

    [Fact]
    public void Two_models_of_one_class_are_errors_and_others_are_not_touched()
    {
        var run = new GeneratorRun(
            new ModelItem("/a.fnet", s_text), new ModelItem("/b.fnet", s_text), new ModelItem("/c.fnet", Write(seed: 2)));
        Assert.Equal(["FN0010", "FN0010"], run.Diagnostics.Select(static diagnostic => diagnostic.Id));
        Assert.Equal(["/a.fnet", "/b.fnet"], run.Diagnostics.Select(static diagnostic => diagnostic.Location.GetLineSpan().Path).Order());
        Assert.All(run.FileNames, static name => Assert.StartsWith("My.Device.Random2.", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Files_of_other_generators_are_left_alone()
    {
        var run = new GeneratorRun(new ModelItem("/other.json", "not a model") { IsModel = false, IsItem = false });
        Assert.Empty(run.Diagnostics);
        Assert.Empty(run.FileNames);
    }

    [Theory]
    [InlineData("FN0001", "{", "}", "[")]
    [InlineData("FN0002", "\"version\": 2", "\"version\": 99", "version: ")]
    [InlineData("FN0003", "\"inputs\": 7,", "", "inputs: ")]
    [InlineData("FN0004", "\"relu\"", "\"swish\"", "activation: ")]
    [InlineData("FN0005", "\"inputs\": 7", "\"inputs\": 8", "encoder: ")]
    [InlineData("FN0007", "random-1", "random-2", "sha256: ")]
    [InlineData("FN0008", "\"inputs\": 7", "\"inputs\": 7, \"inputz\": 7", "inputz: ")]
    public void A_faulty_file_is_an_error_at_its_place_that_names_the_field(string id, string valid, string faulty, string field)
    {
        var at = s_text.IndexOf(valid, StringComparison.Ordinal);
        var run = new GeneratorRun(new ModelItem("/models/bad.fnet", s_text.Remove(at, valid.Length).Insert(at, faulty)));
        var diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal((id, DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.Severity));
        Assert.Equal("/models/bad.fnet", diagnostic.Location.GetLineSpan().Path);
        if (id != "FN0001")
        {
            Assert.StartsWith(field, diagnostic.GetMessage(null), StringComparison.Ordinal);
        }

        Assert.Empty(run.FileNames);
    }

    [Fact]
    public void A_weight_that_is_not_finite_is_an_error()
    {
        var nan = Convert.ToBase64String(BitConverter.GetBytes(float.NaN).Concat(BitConverter.GetBytes(1f)).ToArray());
        var bias = System.Text.RegularExpressions.Regex.Replace(s_text, "\"decoderBias\": \"[^\"]*\"", $"\"decoderBias\": \"{nan}\"");
        var diagnostic = Assert.Single(new GeneratorRun(new ModelItem("/nan.fnet", bias)).Diagnostics);
        Assert.Equal("FN0006", diagnostic.Id);
        Assert.StartsWith("decoderBias", diagnostic.GetMessage(null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1Digit", "", "Class")]
    [InlineData("Predict", "", "Class")]
    [InlineData("A; class Evil {}", "", "Class")]
    [InlineData("", "My..Models", "Namespace")]
    public void Names_that_are_no_identifiers_are_errors(string className, string namespaceName, string metadata)
    {
        var run = new GeneratorRun(new ModelItem("/a.fnet", s_text) { Class = className, Namespace = namespaceName });
        var diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("FN0009", diagnostic.Id);
        Assert.StartsWith(metadata, diagnostic.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_too_large_for_the_stack_is_an_error()
    {
        var net = RandomNets.Create(seed: 1, inputs: 1, neurons: 4_095, outputs: 2, density: 0);
        Assert.Equal("FN0011", Assert.Single(new GeneratorRun(new ModelItem("/big.fnet", FnetWriter.Write(net))).Diagnostics).Id);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_an_error() =>
        Assert.Equal("FN0012", Assert.Single(new GeneratorRun(new ModelItem("/gone.fnet", null)).Diagnostics).Id);

    [Fact]
    public void An_unrelated_change_reruns_no_step()
    {
        var run = new GeneratorRun(new ModelItem("/a.fnet", s_text)).TouchUnrelatedSource();
        Assert.Equal([IncrementalStepRunReason.Cached], run.Reasons(Steps.Models));
        Assert.Equal([IncrementalStepRunReason.Cached], run.Reasons(Steps.Compilations));
        Assert.Equal([IncrementalStepRunReason.Cached], run.Reasons(Steps.SharedNames));
        Assert.All(
            run.Result.Results.Single().TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static step => step.Outputs),
            static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void A_changed_model_recompiles_alone()
    {
        var run = new GeneratorRun(new ModelItem("/a.fnet", s_text), new ModelItem("/b.fnet", Write(seed: 2)))
            .Rewrite("/b.fnet", Write(seed: 3));
        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified], run.Reasons(Steps.Compilations));
    }

    [Fact]
    public void The_pipeline_carries_values_only()
    {
        var run = new GeneratorRun(new ModelItem("/a.fnet", s_text), new ModelItem("/b.fnet", "{"));
        var values = new[] { Steps.Models, Steps.Compilations, Steps.SharedNames }
            .SelectMany(step => run.Result.Results.Single().TrackedSteps[step])
            .SelectMany(static step => step.Outputs)
            .Select(static output => output.Value)
            .ToArray();
        Assert.NotEmpty(values);
        Assert.All(values, static value => AssertIsValue(value));
    }

    private static void AssertIsValue(object? value)
    {
        Assert.False(
            value is ISymbol or Compilation or SyntaxNode or SyntaxTree or Location or AdditionalText or Array,
            $"{value?.GetType()} compares by reference or holds a compilation.");
        if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum)
        {
            return;
        }

        if (value is IEnumerable items)
        {
            Assert.DoesNotContain("ImmutableArray", value.GetType().Name, StringComparison.Ordinal);
            foreach (var item in items)
            {
                AssertIsValue(item);
            }

            return;
        }

        foreach (var property in value.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            AssertIsValue(property.GetValue(value));
        }
    }

    private static string Write(int seed) =>
        FnetWriter.Write(RandomNets.Create(seed, inputs: 7, neurons: 5, outputs: 2, density: 0.6));
}
