using CsCheck;
using FreeNets.Compiler.Optimise;
using FreeNets.Compiler.Schedule;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Inputs that no weight uses: found, left out of the dense encoder, and kept in the interface.</summary>
public class UsedInputsTests
{
    [Fact]
    public void Inputs_without_a_weight_are_found_and_counted()
    {
        var net = Without(RandomNets.Create(seed: 1, inputs: 9, neurons: 5, outputs: 2, density: 0.5), static input => input % 3 == 1);
        Assert.Equal([0, 2, 3, 5, 6, 8], UsedInputs.Of(net));
        Assert.Contains(
            Optimiser.Apply(net).Passes, static pass => pass is { Name: "unused inputs", Note: "3 of 9 are read by no weight" });
    }

    [Theory]
    [InlineData(100)]
    [InlineData(30)]
    [InlineData(3)]
    public void Every_used_input_is_read_once_at_the_place_of_its_sum(int neurons)
    {
        var net =
            Without(RandomNets.Create(seed: 1, inputs: 50, neurons, outputs: 2, density: 0.1), static input => input is < 11 or 20 or > 45);
        var plan = Scheduler.Plan(net);
        var (rounds, sums) = (plan.Integers("InputRounds"), plan.Encoder().PartialSums);
        var used = UsedInputs.Of(net);

        Assert.Equal(used, rounds.Where(used.Contains).Order());
        Assert.All(
            rounds.Select(static (input, place) => (input, place)).Where(read => used.Contains(read.input)),
            read => Assert.Equal(read.input % sums, read.place % sums));
    }

    [Fact]
    public void A_few_unused_inputs_are_not_worth_a_list()
    {
        var net = RandomNets.Create(seed: 1, inputs: 50, neurons: 100, outputs: 2, density: 0.1);
        Assert.Empty(Scheduler.Plan(net).Integers("InputRounds"));
        Assert.Empty(Scheduler.Plan(Without(net, static input => input == 7)).Integers("InputRounds"));
    }

    [Fact]
    public void Generated_code_with_a_list_gives_the_same_bits_as_a_batch() =>
        Gen.Select(Gen.Int[1, 1 << 20], Gen.Int[1, 40], Gen.Int[1, 60], Gen.Int[1, 100])
            .Sample(
                static (seed, inputs, neurons, unused) => Check(Without(
                    RandomNets.Create(seed, inputs, neurons, outputs: 3, density: 0.2), input => (input * 37) % 100 < unused)),
                seed: "0N0XIzNsQ0O2",
                iter: 8,
                threads: 1);

    private static void Check(FreeNet net)
    {
        var model = GeneratedModel.Of(net);
        var input = RandomNets.Inputs(net, seed: 2, count: 16);
        var (batch, one) = (new float[16 * net.Outputs], new float[net.Outputs]);
        model.PredictFloatBatch(input, batch);
        for (var sample = 0; sample < 16; sample++)
        {
            var x = input.AsSpan(sample * net.Inputs, net.Inputs).ToArray();
            var expected = ReferenceEvaluator.Evaluate(net, x);
            model.PredictFloats(x, one);
            Assert.Equal(batch.AsSpan(sample * net.Outputs, net.Outputs).ToArray(), one);
            Assert.All(expected.Zip(one), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * expected.Max(Math.Abs)));
        }
    }

    private static FreeNet Without(FreeNet net, Func<int, bool> isUnused)
    {
        var changed = net with { Encoder = net.Encoder.Map(weight => isUnused(weight.Column) ? 0 : weight.Value) };
        var logits = net.Checks.Inputs.Chunk(net.Inputs).SelectMany(input => ReferenceEvaluator.Evaluate(changed, input));
        return changed with { Checks = net.Checks with { Logits = logits.Select(static logit => (float)logit).ToArray() } };
    }
}
