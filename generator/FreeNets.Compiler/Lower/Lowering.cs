using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;
using FreeNets.Model;

namespace FreeNets.Compiler.Lower;

/// <summary>An optimised network as stages: <see cref="FreeNet"/> → <see cref="StageProgram"/>. A pure function.</summary>
public static class Lowering
{
    /// <summary>The stages of a network whose encoder is rounded to <paramref name="precision"/>.</summary>
    public static StageProgram Of(FreeNet net, Precision precision)
    {
        var numerics = NumericsOf(net, precision);
        var inputs = new Source.Inputs(net.Domain, net.Provenance.InputDensity);
        var rows = numerics is Numerics.Float32 ? RowsThatRead(net) : net.Neurons;
        var weights = rows == net.Neurons
            ? net.Encoder
            : net.Encoder.Pick([.. Enumerable.Range(0, rows)], [.. Enumerable.Range(0, net.Inputs)]);
        var encoder =
            new LinearStage("encoder", inputs, new Slice(0, rows), weights, numerics, PartialSums(rows, net.Inputs, inputs, numerics));
        var blocks = Blocks.Of(net);
        Stage[] stages = [encoder, .. blocks ?? [CascadeStage.Of(net)], .. Outputs.Of(net)];
        return new StageProgram(net.Domain, StateOf(net, hasBlocks: blocks is not null), stages);
    }

    /// <summary>Neurons up to the last that reads an input: those of later layers do not.</summary>
    private static int RowsThatRead(FreeNet net) => net.Encoder.NonZero().Select(static weight => weight.Row).DefaultIfEmpty(0).Max() + 1;

    private static Numerics NumericsOf(FreeNet net, Precision precision) => precision switch
    {
        Precision.Int8 => new Numerics.Int8(Int8Encoder.Of(net)),
        Precision.BFloat16 or Precision.Float16 => new Numerics.Half(precision == Precision.Float16, HalfEncoder.Of(net, precision)),
        _ => new Numerics.Float32(),
    };

    /// <summary>
    /// Partial sums of the encoder. One where zero inputs are skipped: inputs go to sums by their position, which is not theirs among the
    /// inputs that are left.
    /// </summary>
    private static int PartialSums(int rows, int width, Source.Inputs inputs, Numerics numerics) =>
        numerics is not Numerics.Float32 || ZeroInputs.AreSkipped(inputs, width, rows, numerics) ? 1 : SumOrder.PartialSums(rows, width);

    /// <summary>The state. A decoder that is a stage of its own writes whole vectors from the first logit on.</summary>
    private static StateLayout StateOf(FreeNet net, bool hasBlocks)
    {
        var start = new float[Machine.Padded(net.Neurons + (hasBlocks ? Machine.Padded(net.Outputs) : net.Outputs))];
        for (var neuron = 0; neuron < net.Neurons; neuron++)
        {
            start[neuron] = net.EncoderBias[neuron];
        }

        for (var output = 0; output < net.Outputs; output++)
        {
            start[net.Neurons + output] = net.DecoderBias[output];
        }

        return new StateLayout(net.Neurons, net.Outputs, start);
    }
}
