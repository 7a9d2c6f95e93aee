using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Optimise;
using FreeNets.Compiler.Schedule;
using FreeNets.Compiler.Text;
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
            // Network    {net.Inputs} inputs, {net.Neurons} neurons ({string.Join(", ", NeuronActivations.Of(net).Distinct)}), {net.Outputs} outputs
            // Graph      {CSharpText.Number(net.Edges.Count)} of {CSharpText.Number(Ncg.MaxEdgesOf(net.Neurons))} edges
            // FLOPs      {CSharpText.Number(live.Flops)} a sample: encoder {CSharpText.Number(2 * live.Encoder)}, cascade {CSharpText.Number(2 * live.Cascade)}, decoder {CSharpText.Number(2 * live.Decoder)}
            //            {CSharpText.Number(dense.Flops)} with every edge; {CSharpText.Number(fcnn.Flops)} for a fully connected network of this width
            // Passes     {string.Join("\n//            ", passes.Select(static pass => $"{pass.Name}: {pass.Summary}"))}
            //
            // State      {plan.Program.State.Length} floats per sample: z of each neuron, then the logits, then padding
            // Stages     {string.Join("\n//            ", plan.Program.Stages.Select((stage, i) => $"{stage.Name}: {plan.Paths[0].OneSample[i].Summary}"))}
            """);
        if (plan.Program.Numerics is not Numerics.Float32)
        {
            code.Line($"// Precision  {NumericsText.Describe(plan.Program.Numerics)}");
        }

        foreach (var path in plan.Paths)
        {
            code.Line($"// {Describe(path)}");
        }

        code.Lines($"""
            //
            // How to read this: {options.Class}.g.cs has what is called from outside, and RunOnce{(plan.RunsBlocks ? " and RunBatch" : "")}, which choose an instruction set.
            // Each instruction set is a file and a nested class of its own; its Run computes one sample, stage by stage{(plan.RunsBlocks ? ", its RunBlocks many" : "")}.
            // z is a sample's state: each neuron's sum until the neuron is reached, h its activation. Weights and tables are in {options.Class}.Constants.g.cs.
            //
            // Order of summation, the same for one sample and for a batch: encoder sums over ascending inputs, plus the bias, plus
            // one term a source neuron in ascending order. AVX-512 and AVX2 fuse every multiply-add, as NEON does, so their logits
            // have the same bits; Vector128 without FMA (SSE) and Scalar round products first.
            """);
    }

    /// <summary>One line about a path.</summary>
    public static string Describe(PathPlan path) =>
        $"{path.Shape.Isa,-10} one sample: {path.OneSample[0].Blocking}; batch: "
            + $"{(path.Block.Count > 0 ? path.Block[0].Blocking : "one by one")}";
}
