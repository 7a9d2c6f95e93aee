using System.Text;
using FreeNets.Compiler.Text;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Long constants travel through the C# compiler as text; every bit must arrive.</summary>
public class ConstantTextTests
{
    [Fact]
    public void Every_half_of_a_value_survives_the_compiler_and_a_utf8_file()
    {
        var bits = Enumerable.Range(0, 1 << 16).Select(static unit => (uint)unit | ((uint)unit * 40_503 << 16)).ToArray();
        var source = $"internal static class Holder {{ public static string Text => \"{ConstantText.Of(bits)}\"; }}";
        Assert.Equal(source, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(source)));
        Assert.DoesNotContain(source, static character => char.IsControl(character) || char.IsSurrogate(character));

        var text = (string)CSharpHost.Load(CSharpHost.Compilation(source)).GetType("Holder")!.GetProperty("Text")!.GetValue(null)!;

        Assert.Equal([.. bits.SelectMany(static value => new[] { (char)value, (char)(value >> 16) })], text.ToCharArray());
    }

    [Fact]
    [Trait(Long.Name, Long.Value)]
    public void A_very_large_network_reads_its_constants_from_text()
    {
        var net = RandomNets.Create(seed: 1, inputs: 700, neurons: 400, outputs: 10, density: 0.4);
        Assert.Contains(GeneratedModel.Sources(net), static text => text.Contains("ConstantMemory", StringComparison.Ordinal));
        var model = GeneratedModel.Of(net);
        Assert.True(model.SelfTest());
        var (input, logits) = (RandomNets.Inputs(net, seed: 2, count: 1), new float[net.Outputs]);
        model.PredictFloats(input, logits);
        var expected = ReferenceEvaluator.Evaluate(net, input);
        Assert.All(
            expected.Zip(logits),
            pair =>
                Assert.InRange(pair.Second, pair.First - (1e-4 * expected.Max(Math.Abs)), pair.First + (1e-4 * expected.Max(Math.Abs))));
    }

    [Fact]
    public void A_native_library_has_static_data_for_a_very_large_network_as_well()
    {
        var net = RandomNets.Create(seed: 1, inputs: 700, neurons: 400, outputs: 10, density: 0.4);
        var options = new CompilerOptions("Generated", "Net", "test.fnet", "00") { NativeName = "net" };
        var constants = ModelCompiler.Compile(net, options)
            .Single(static file => file.Name.EndsWith(".Constants.g.cs", StringComparison.Ordinal));
        Assert.DoesNotContain("ConstantMemory", constants.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(" static readonly ", constants.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Precision.Float32, "EncoderStepWeights")]
    [InlineData(Precision.Int8, "EncoderStepWords")]
    public void Tables_that_are_read_by_whole_cache_lines_begin_with_one(Precision precision, string table)
    {
        var net = PermuteTests.Pattern(inputs: 784, neurons: 128, outputs: 10, cap: 2, levels: 8);
        var choices = CodeChoices.Default with { Precision = precision };
        Assert.Contains(GeneratedModel.Sources(net, choices), text => text.Contains($" {table}Memory\n", StringComparison.Ordinal));
        var model = GeneratedModel.Of(net, choices);
        Assert.True(model.SelfTest());
        Assert.Equal(0, model.Address($"{table}Memory") % 64);
    }

    [Fact]
    public void Other_networks_have_static_data()
    {
        var net = RandomNets.Create(seed: 1, inputs: 784, neurons: 100, outputs: 10, density: 1);
        Assert.DoesNotContain(GeneratedModel.Sources(net), static text => text.Contains("ConstantMemory", StringComparison.Ordinal));
    }
}
