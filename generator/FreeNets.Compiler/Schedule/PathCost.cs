using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>What a family executes, by stage.</summary>
/// <param name="Isa">The family.</param>
/// <param name="OneSample">Encoder; cascade with decoder.</param>
/// <param name="Batch">The same of a sample in a full block.</param>
/// <param name="Statements">Multiply-add statements in the generated text; in loops, those of the loop bodies do not count.</param>
public sealed record PathCost(Isa Isa, EquatableArray<StageCost> OneSample, EquatableArray<StageCost> Batch, int Statements)
{
    private const string Encoder = "encoder";
    private const string Cascade = "cascade and decoder";

    /// <summary>The costs of every family of a plan, widest first.</summary>
    public static PathCost[] Of(Plan plan) => [.. plan.Paths.Select(path => Of(plan, path))];

    private static PathCost Of(Plan plan, PathPlan path) => new(
        path.Shape.Isa,
        new[] { EncoderOfOne(plan, path), CascadeOfOne(plan, path) },
        plan.Choices.Batch
            ? new[] { EncoderOfBatch(plan, path), CascadeOfBatch(plan, path) }
            : new[] { EncoderOfOne(plan, path), CascadeOfOne(plan, path) },
        path.Columns.Sum(static method => method.Steps.Sum(static step => step.Near.Count + step.Targets.Count))
            + path.Rows.Sum(static method => method.Groups.Sum(Weights)));

    /// <summary>int8 takes four inputs a lane, in two multiplying instructions where there is no dot product.</summary>
    private static double ProductsPerLane(Plan plan) => plan.Int8 is null ? 1 : 2;

    private static int WeightBytes(Plan plan) => plan.Int8 is not null ? 1 : plan.Half is not null ? 2 : sizeof(float);

    private static StageCost EncoderOfOne(Plan plan, PathPlan path)
    {
        var (lanes, neurons) = (path.SingleShape.Lanes, plan.Net.Neurons);
        var inputs = plan.SkipZeroInputs ? plan.Net.Inputs * (plan.Net.Provenance.InputDensity ?? 1)
            : plan.InputRounds.Count > 0 ? plan.InputRounds.Count
            : plan.Net.Inputs;
        var chunks = path.SingleShape.Chunks(neurons);
        return new StageCost(
            Encoder,
            lanes,
            inputs * chunks / ProductsPerLane(plan),
            inputs * neurons * WeightBytes(plan),
            Blocks(chunks, path.Single) * inputs / plan.EncoderSums * CostModel.FmaLatency);
    }

    private static StageCost EncoderOfBatch(Plan plan, PathPlan path)
    {
        var net = plan.Net;
        var products = (double)net.Inputs * net.Neurons;
        if (path.RoundedBatch is { } rounded)
        {
            var chunks = path.Shape.Chunks(net.Neurons);
            return new StageCost(
                Encoder,
                path.Shape.Lanes,
                (double)net.Inputs * chunks / ProductsPerLane(plan),
                products * WeightBytes(plan) / rounded.Samples,
                (double)Blocks(chunks, rounded) * net.Inputs * CostModel.FmaLatency / rounded.Samples);
        }

        var samples = (double)path.Batch.Groups * path.Shape.Lanes;
        var blocks = (net.Neurons + path.Batch.Neurons - 1) / path.Batch.Neurons;
        return new StageCost(
            Encoder,
            path.Shape.Lanes,
            products / path.Shape.Lanes,
            sizeof(float) * ((products / samples) + ((double)net.Inputs * blocks)),
            (double)net.Inputs * blocks * CostModel.FmaLatency / samples);
    }

    private static StageCost CascadeOfOne(Plan plan, PathPlan path)
    {
        var lanes = plan.Loops is null ? path.Shape.Narrow.Lanes : path.Shape.Lanes;
        var (weights, scalars) = (plan.Weights.Columns.Count, plan.Weights.Near.Count);
        double fmas = plan.Loops is null ? path.Columns.Sum(static method => method.Steps.Sum(static step => step.Targets.Count)) : weights / lanes;
        return new StageCost(Cascade, lanes, fmas, sizeof(float) * ((fmas * lanes) + scalars), ColumnChain.Of(plan.Net).Cycles) { Scalars = scalars };
    }

    /// <summary>A lane a sample: weights are read once for all lanes, h once a group of rows.</summary>
    private static StageCost CascadeOfBatch(Plan plan, PathPlan path)
    {
        var (lanes, rows) = (path.Shape.Lanes, CostModel.LoopRows);
        if (plan.Loops is { } loops)
        {
            var inside = (loops.RowStarts.Count - 1) * rows * (rows - 1) / 2;
            var entries = loops.RowSources.Count;
            var weights = (double)(rows * entries) + inside;
            return new StageCost(Cascade, lanes, weights / lanes, Bytes(weights, entries), 0);
        }

        var groups = path.Rows.SelectMany(static method => method.Groups).ToArray();
        var fmas = (double)groups.Sum(Weights);
        return new StageCost(Cascade, lanes, fmas / lanes, Bytes(fmas, groups.Sum(static group => group.Steps.Count)), 0);

        double Bytes(double weights, double loads) => sizeof(float) * ((weights / lanes) + loads);
    }

    private static int Blocks(int chunks, EncoderTile tile) => (chunks + tile.Chunks - 1) / tile.Chunks;

    private static int Weights(RowGroup group) => group.Steps.Sum(static step => step.Targets.Count);
}
