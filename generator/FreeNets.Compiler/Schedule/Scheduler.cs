using FreeNets.Compiler.Optimise;
using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>Decides how a network runs: <see cref="FreeNet"/> → <see cref="Plan"/>. A pure function.</summary>
public static class Scheduler
{
    /// <summary>Lanes of the widest family: the unit in which the state is laid out for all of them.</summary>
    internal const int Unit = 16;

    /// <summary>The plan for an optimised network, its encoder rounded to the precision chosen.</summary>
    public static Plan Plan(FreeNet net, CodeChoices? choices = null)
    {
        choices ??= CodeChoices.Default;
        choices = choices with { Batch = choices.Batch && !(choices.Precision == Precision.Float32 && CostModel.BatchOneByOne(net)) };
        var stateLength = (net.Neurons + net.Outputs + Unit - 1) / Unit * Unit;
        var sources = SourceWeights.Of(net);
        var isStraightLine = CostModel.IsStraightLine(net);
        var columns = isStraightLine ? ColumnLayout.StraightLine(net, sources) : ColumnLayout.Loops(net, sources);
        var rows = isStraightLine && choices.Batch ? RowLayout.Pack(net, sources) : null;
        var sums = choices.Precision == Precision.Float32 ? CostModel.EncoderSums(net) : 1;

        var skipsZeros = CostModel.SkipZeroInputs(net, choices.Precision);

        var isInt8 = choices.Precision == Precision.Int8;
        var isHalf = choices.Precision is Precision.BFloat16 or Precision.Float16;
        int[] rounds = isInt8 || isHalf ? [] : InputRounds.Of(net, sums);
        var encoder = rounds.Length > 0 || isInt8 || isHalf ? EncoderLayout.RowByRow(net) : EncoderLayout.Of(net, skipsZeros, sums);
        return new Plan
        {
            Net = net,
            Choices = choices,
            Half = isHalf ? HalfLayout.Of(net, choices.Precision) : null,
            Int8 = isInt8 ? Int8Layout.Of(net) : null,
            StateLength = stateLength,
            EncoderSums = sums,
            SkipZeroInputs = skipsZeros,
            InputRounds = rounds,
            UnusedInputs = net.Inputs <= CostModel.MaxCopiedInputs ? UsedInputs.Others(net) : [],
            Encoder = encoder,
            Weights = new PackedWeights(isInt8 || isHalf ? [] : encoder.Pack(net), StartOfState(net, stateLength), columns.Weights, columns.Near, rows?.Weights ?? []),
            PanelInputs = CostModel.Panel(net.Inputs, sums),
            Loops = isStraightLine ? null : LoopLayout.Of(net, sources, columns, choices.Batch),
            Scalar = choices.Families.Contains(Isa.Scalar) ? ScalarLayout.Of(sources) : null,
            Paths = VectorShape.All
                .Where(shape => choices.Families.Contains(shape.Isa))
                .Select(PathOf)
                .ToArray(),
        };

        PathPlan PathOf(VectorShape shape)
        {
            var single = isInt8 || isHalf ? shape : CostModel.SingleShape(shape, net, skipsZeros, encoder);
            return new PathPlan(
                shape,
                single,
                isInt8 ? Int8Layout.Tile(shape, net.Neurons, 1) : CostModel.SingleTile(single, net.Neurons, sums),
                CostModel.BatchTile(shape, encoder.Whole),
                choices.Batch && choices.Precision == Precision.Float32 ? BatchSplit.Of(net, shape, encoder, sums) : null,
                RoundedTile(shape),
                isStraightLine ? ColumnSchedule.Cut(columns, shape.Narrow, stateLength) : [],
                rows?.Cut(shape) ?? []);
        }

        EncoderTile? RoundedTile(VectorShape shape) =>
            isInt8 ? Int8Layout.Tile(shape, net.Neurons, Int8Layout.BatchSamples)
            : isHalf ? CostModel.HalfTile(shape, net.Neurons)
            : null;
    }

    private static float[] StartOfState(FreeNet net, int stateLength)
    {
        var bias = new float[stateLength];
        for (var neuron = 0; neuron < net.Neurons; neuron++)
        {
            bias[neuron] = net.EncoderBias[neuron];
        }

        for (var output = 0; output < net.Outputs; output++)
        {
            bias[net.Neurons + output] = net.DecoderBias[output];
        }

        return bias;
    }
}
