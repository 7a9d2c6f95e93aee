using FreeNets.Compiler.Emit;
using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>A choice of the cost model, in words.</summary>
/// <param name="What">What was to be chosen.</param>
/// <param name="Kernel">What was.</param>
/// <param name="Reason">The numbers that decided.</param>
public sealed record KernelChoice(string What, string Kernel, string Reason)
{
    /// <summary>The choices behind a plan.</summary>
    public static KernelChoice[] Of(Plan plan) =>
        [.. Precision(plan), Zeros(plan), .. Loads(plan), Sums(plan), Cascade(plan), .. Batch(plan), .. plan.Paths.Where(_ => plan.Choices.Batch).Select(path => Tile(plan, path))];

    private static KernelChoice[] Precision(Plan plan) => plan.Choices.Precision == Model.Precision.Float32
        ? []
        : [new("encoder, weights", $"{plan.Choices.Precision}".ToLowerInvariant(), "asked for on the FreeNet item; not the file's float32")];

    private static KernelChoice Zeros(Plan plan)
    {
        const string What = "encoder, one sample";
        var (density, inputs) = (plan.Net.Provenance.InputDensity, plan.Net.Inputs);
        var limit = Percent(CostModel.DensestSkipped(plan.Net, plan.Choices.Precision));
        if (plan.SkipZeroInputs)
        {
            return new(What, plan.Int8 is null ? "zero inputs skipped" : "groups of 16 zero inputs skipped", $"{Percent(density!.Value)} of the training inputs were not zero, less than {limit}");
        }

        var reason = (density, inputs) switch
        {
            _ when plan.Net.Domain.Mean != 0 => "the mean is subtracted while inputs are read, so that zeros do not stay zero",
            _ when plan.Half is not null => "16-bit weights are read two inputs at a time",
            (null, _) => "the model file does not say how many training inputs were zero (provenance.inputDensity)",
            (_, > CostModel.MaxListedInputs) => $"{CSharpText.Number(inputs)} inputs do not fit the stack; the limit is {CSharpText.Number(CostModel.MaxListedInputs)}",
            _ => $"{Percent(density.Value)} of the training inputs were not zero, {limit} or more",
        };
        var kernel = plan.InputRounds.Count > 0 ? $"dense, {CSharpText.Number(plan.InputRounds.Count)} listed inputs" : "dense";
        return new(What, kernel, reason);
    }

    private static KernelChoice[] Loads(Plan plan)
    {
        if (plan.Choices.Precision != Model.Precision.Float32)
        {
            return [];
        }

        var bytes = CSharpText.Number(sizeof(float) * (long)plan.Net.Inputs * plan.Net.Neurons);
        var (kernel, reason) = (plan.Encoder.Streams, CostModel.Streams(plan.Net)) switch
        {
            (true, _) => ("whole cache lines with AVX-512", $"{bytes} bytes of weights come from the second cache"),
            (_, false) => ("row by row", $"{bytes} bytes of weights stay in the first cache"),
            _ => ("row by row", "inputs are listed, or rows are too short or too long to read whole cache lines"),
        };
        return [new("encoder, one sample's loads", kernel, reason)];
    }

    private static KernelChoice Sums(Plan plan)
    {
        var vectors = VectorShape.Avx512.Chunks(plan.Net.Neurons);
        return new(
            "encoder, sums",
            plan.EncoderSums == 1 ? "one a neuron" : $"{plan.EncoderSums} a neuron",
            plan.SkipZeroInputs && vectors < CostModel.IndependentSums
                ? "inputs that are left when zeros are skipped have lost their positions, by which they would go to several"
                : $"{plan.Net.Neurons} neurons are {vectors} vectors of 16; {CostModel.IndependentSums} independent multiply-adds hide the latency of one");
    }

    private static KernelChoice Cascade(Plan plan)
    {
        var live = MultiplyAdds.Live(plan.Net);
        var weights = CSharpText.Number(live.Cascade + live.Decoder);
        var limit = CSharpText.Number(CostModel.StraightLineWeights);
        return plan.Loops is null
            ? new("cascade and decoder", "straight line", $"{weights} edges and decoder weights, at most {limit}")
            : new("cascade and decoder", "packed loops", $"{weights} edges and decoder weights, more than {limit}: straight-line code would take too long to compile");
    }

    private static KernelChoice[] Batch(Plan plan)
    {
        if (plan.Choices.Precision != Model.Precision.Float32)
        {
            return [];
        }

        var ratio = CostModel.AloneToShare(plan.Net);
        var reason = $"a sample alone takes {Ratio(ratio)} times its share of a full block";
        return plan.Choices.Batch
            ? [new("batch", "one lane a sample", reason)]
            : [new("batch", "one by one", ratio < 1 ? reason : "the user wants no batch kernels")];
    }

    private static KernelChoice Tile(Plan plan, PathPlan path)
    {
        var (tile, lanes) = (path.Batch, path.Shape.Lanes);
        if (path.RoundedBatch is { } rounded)
        {
            return new(
                $"encoder, batch, {path.Shape.Isa}",
                $"tiles of {rounded.Samples} samples × {rounded.Chunks} vectors of {lanes} neurons",
                $"{Ratio((double)(rounded.Samples + rounded.Chunks) / (rounded.Samples * rounded.Chunks))} loads a multiply-add "
                    + $"with {path.Shape.Accumulators} accumulators");
        }

        var loads = Ratio((double)(tile.Groups + tile.Neurons) / (tile.Groups * tile.Neurons));
        return new(
            $"encoder, batch, {path.Shape.Isa}",
            $"tiles of {tile.Groups} × {lanes} samples and {tile.Neurons} neurons, one lane a sample",
            $"{loads} loads a multiply-add with {tile.Groups * tile.Neurons} of {path.Shape.Accumulators} accumulators, and no idle lane at any number of neurons");
    }

    private static string Ratio(double value) => value.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);

    private static string Percent(double fraction) => CSharpText.Percent(fraction);
}
