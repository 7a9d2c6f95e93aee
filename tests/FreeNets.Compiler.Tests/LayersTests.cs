using FreeNets.Compiler.Ir;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Neurons of later layers read no input: the encoder makes no sums for them.</summary>
public class LayersTests
{
    public static TheoryData<int, int, int, int, double, bool> Shapes => new()
    {
        // inputs, neurons, of which the first read inputs, outputs, density of the graph, whether zero inputs are skipped
        { 7, 5, 1, 3, 0.5, false },
        { 17, 40, 16, 1, 1, false },
        { 301, 70, 33, 10, 0.2, true },
        { 301, 70, 33, 10, 0.2, false },
        { 784, 130, 100, 10, 0.1, true },
        { 30, 330, 20, 10, 0.6, false }, // packed loops
        { 200, 300, 50, 11, 0, true },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Neurons_that_read_no_input_start_from_their_bias(
        int inputs, int neurons, int first, int outputs, double density, bool skips)
    {
        var net = Reading(RandomNets.Create(seed: neurons, inputs, neurons, outputs, density), first);
        net = net with { Provenance = new Provenance { InputDensity = skips ? 0.5 : null } };
        Assert.InRange(((LinearStage)ModelCompiler.Plan(net, CodeChoices.Default).Plan.Program.Stages[0]).Rows, first, neurons - 1);
        GeneratedCodeTests.Check(net);
    }

    [Theory]
    [InlineData(Precision.Int8)]
    [InlineData(Precision.Float16)]
    public void Encoders_of_lower_precision_keep_all_rows(Precision precision)
    {
        var net = Reading(RandomNets.Create(seed: 3, inputs: 60, neurons: 40, outputs: 4, density: 0.3), 20);
        Assert.True(GeneratedModel.Of(net, CodeChoices.Default with { Precision = precision }).SelfTest());
    }

    /// <summary>The network with no weights of later neurons to inputs, and with these in their order.</summary>
    private static FreeNet Reading(FreeNet net, int first)
    {
        net = net with
        {
            Encoder = WeightMatrix.Of(
                net.Neurons, net.Inputs, [.. net.Encoder.ToDense().Select((weight, place) => place / net.Inputs < first ? weight : 0)]),
        };
        return net with
        {
            Checks = net.Checks with
            {
                Logits = net.Checks.Inputs.Chunk(net.Inputs)
                    .SelectMany(input => ReferenceEvaluator.Evaluate(net, input))
                    .Select(static logit => (float)logit)
                    .ToArray(),
            },
        };
    }
}
