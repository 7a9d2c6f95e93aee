using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Networks;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Tests.Data.Tables;

/// <summary>The network of raw inputs computes what the trained network does behind the preparation.</summary>
public sealed class PreparationFoldTests
{
    [Theory]
    [InlineData(3, false)]
    [InlineData(8, true)]
    [InlineData(64, false)]
    public void The_folded_network_gives_the_same_outputs(int categories, bool isSquared)
    {
        var features = new[]
        {
            new Feature(new InputColumn("size"), 120, 0.25f),
            new Feature(new InputColumn("colour") { Categories = Names(categories) }, 0, 1) { IsOneHot = true },
            new Feature(new InputColumn("old") { Categories = Names(2) }, 0, 1),
            new Feature(new InputColumn("grade") { Categories = Names(5) }, 2, 0.7f),
            new Feature(new InputColumn("shape") { Categories = Names(4) }, 0, 1) { IsOneHot = true },
        };
        var preparation = new Preparation(features, [new Unit(1000, 250), new Unit(-3, 0.5)]);
        var random = new Random(7);
        var samples = new Samples
        {
            Inputs = features.Length,
            Numbers = [
                .. Enumerable.Range(0, 200).SelectMany(
                    _ => new[]
            {
                100 + (40 * random.NextSingle()), random.Next(categories), random.Next(2), random.Next(5), random.Next(4),
            })],
            Targets = new float[400],
        };

        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        using var module = new FreeNetModule(
            new Architecture(preparation.Width, 12, 2, isSquared ? Activation.SquaredRelu : Activation.Relu, Architecture.Prepared),
            generator);
        var net = PreparationFold.Apply(preparation, module.ToFreeNet("net", ["a", "b"]));
        var trained = module.forward(tensor(preparation.Inputs(samples)).view(samples.Count, -1)).contiguous().data<float>().ToArray();

        Assert.Null(net.Validate());
        Assert.Equal((features.Length, 12 + categories - 2 + 2), (net.Inputs, net.Neurons));
        var folded = Enumerable.Range(0, samples.Count).SelectMany(n => ReferenceEvaluator.Evaluate(net, samples.Row(n))).ToArray();
        for (var i = 0; i < folded.Length; i++)
        {
            var unit = preparation.Targets[i % 2];
            Assert.Equal(trained[i], (folded[i] - unit.Mean) / unit.Deviation, 2e-4 * Math.Max(1, Math.Abs(trained[i])));
        }
    }

    [Fact]
    public void Inputs_have_their_own_units_and_categories_their_range()
    {
        var preparation = new Preparation(
            [
                new Feature(new InputColumn("size"), 120, 0.25f),
                new Feature(new InputColumn("colour") { Categories = Names(3) }, 0, 1) { IsOneHot = true },
            ], []);
        using var generator = new Generator(3);
        using var module = new FreeNetModule(new Architecture(4, 5, 2, Activation.Relu, Architecture.Prepared), generator);

        var net = PreparationFold.Apply(preparation, module.ToFreeNet("net", ["a", "b"]));

        Assert.Equal(
            [float.NegativeInfinity, 0, float.PositiveInfinity, 2],
            new[] { net.Domain.Minimum[0], net.Domain.Minimum[1], net.Domain.Maximum[0], net.Domain.Maximum[1] });
        Assert.Equal((120f, 0.25f, 0f, 1f), (net.Domain.Mean[0], net.Domain.Scale[0], net.Domain.Mean[1], net.Domain.Scale[1]));
        Assert.Equal(["size", "colour"], net.Columns.Select(static column => column.Name));
    }

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(static i => $"c{i}")];
}
