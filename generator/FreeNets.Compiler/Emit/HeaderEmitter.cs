using FreeNets.Compiler.Optimise;
using FreeNets.Compiler.Schedule;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes the plan in words at the head of the generated class.</summary>
internal static class HeaderEmitter
{
    public static void Write(
        CodeWriter code, FreeNet net, EquatableArray<PassResult> passes, Plan plan, CompilerOptions options)
    {
        var (live, dense, fcnn) = (MultiplyAdds.Live(plan.Net), MultiplyAdds.Dense(net), MultiplyAdds.Fcnn(net));
        code.Lines($"""
            // Made by FreeNets.Compiler {CompilerVersion.Text} from {CSharpText.Comment(options.SourceName)}; changes will be lost.
            // SHA-256 of the model: {CSharpText.Comment(options.SourceHash)}
            //
            // Network    {net.Inputs} inputs, {net.Neurons} neurons ({net.Activation}), {net.Outputs} outputs
            // Graph      {CSharpText.Number(net.Edges.Count)} of {CSharpText.Number(Ncg.MaxEdgesOf(net.Neurons))} edges
            // FLOPs      {CSharpText.Number(live.Flops)} a sample: encoder {CSharpText.Number(2 * live.Encoder)}, cascade {CSharpText.Number(2 * live.Cascade)}, decoder {CSharpText.Number(2 * live.Decoder)}
            //            {CSharpText.Number(dense.Flops)} with every edge; {CSharpText.Number(fcnn.Flops)} for a fully connected network of this width
            // Passes     {string.Join("\n//            ", passes.Select(static pass => $"{pass.Name}: {pass.Summary}"))}
            //
            // State      {plan.StateLength} floats a sample: z of each neuron, then the logits, then padding
            // Encoder    {(plan.Int8 is null ? $"{PrecisionText.Encoder(plan)}{Encoder(plan)}; {Sums(plan)}" : PrecisionText.Encoder(plan))}
            // Cascade    {(plan.Loops is null ? "straight line" : "packed loops")}, decoder included; neurons without a weight to a vector cost nothing there
            """);
        if (plan.Choices.Precision != Precision.Float32)
        {
            code.Line($"// Precision  {PrecisionText.Describe(plan.Choices.Precision)}");
        }

        foreach (var path in plan.Paths)
        {
            code.Line($"// {Describe(plan, path)}");
        }

        if (plan.Scalar is not null)
        {
            code.Line($"// {Scalar}");
        }

        code.Lines("""
            //
            // Order of summation, the same for one sample and for a batch: encoder sums over ascending inputs, plus the bias, plus
            // one term a source neuron in ascending order. AVX-512 and AVX2 fuse every multiply-add, as NEON does, so their logits
            // have the same bits; Vector128 without FMA (SSE) and Scalar round products first.
            """);
    }

    /// <summary>One line about the path without vectors.</summary>
    public const string Scalar = "Scalar     one sample: packed loops; batch: one by one";

    /// <summary>One line about a path.</summary>
    public static string Describe(Plan plan, PathPlan path)
    {
        var (name, lanes) = (path.Shape.Isa.ToString(), path.Shape.Lanes);
        var batch = (plan.Choices.Batch, path.RoundedBatch) switch
        {
            (false, _) => "one by one",
            (true, null) => $"one lane a sample, encoder in tiles of {path.Batch.Groups} × {lanes} samples and {path.Batch.Neurons} neurons",
            (true, { } tile) => $"blocks of {lanes} samples, encoder in tiles of {tile.Samples} samples and {tile.Chunks} × {lanes} neurons",
        };
        return $"{name,-10} one sample: {path.Single.Chunks} × {path.SingleShape.Lanes} neurons in registers; batch: {batch}";
    }

    private static string Encoder(Plan plan) =>
        plan.SkipZeroInputs
            ? $"one sample: zero inputs are skipped ({CSharpText.Percent(plan.Net.Provenance.InputDensity ?? 1)} of the training data were not zero); batch: dense"
            : plan.InputRounds.Count > 0 ? $"one sample: dense over {CSharpText.Number(plan.InputRounds.Count)} listed inputs; batch: dense" : "dense";

    private static string Sums(Plan plan) =>
        plan.EncoderSums == 1 ? "one sum a neuron" : $"{plan.EncoderSums} partial sums a neuron (input p goes to sum p mod {plan.EncoderSums})";
}
