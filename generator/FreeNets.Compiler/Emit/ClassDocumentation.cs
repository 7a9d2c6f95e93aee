using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Kernels.Activations;
using FreeNets.Compiler.Schedule;
using FreeNets.Compiler.Text;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes what a user reads of a model where its class is used: sizes, ranges, cost, memory, and where it comes from.</summary>
internal static class ClassDocumentation
{
    public static void Write(CodeWriter code, FreeNet net, Plan plan, CompilerOptions options)
    {
        var accuracy = net.Provenance.TestAccuracy is { } value
            ? $" Test accuracy {CSharpText.Percent(value)} on {DataSet(net.Provenance)}."
            : "";
        code.Line("/// <summary>");
        code.Line($"/// The FreeNet <c>{CSharpText.Comment(net.Name)}</c>: {net.Inputs} inputs, {net.Neurons} neurons, "
            + $"{net.Outputs} outputs.{accuracy}");
        if (plan.Program.Numerics is not Numerics.Float32)
        {
            code.Line($"/// {NumericsText.Describe(plan.Program.Numerics)}");
        }

        code.Line("/// </summary>");
        code.Line("/// <remarks>");
        code.Line("/// <para>All methods are pure and may be called from any thread; they allocate nothing unless they say so.</para>");
        code.Line("/// <list type=\"bullet\">");
        foreach (var fact in Facts(net, plan, options))
        {
            code.Line($"/// <item><description>{fact}</description></item>");
        }

        code.Line("/// </list>");
        code.Line("/// </remarks>");
    }

    private static IEnumerable<string> Facts(FreeNet net, Plan plan, CompilerOptions options)
    {
        var (live, dense) = (MultiplyAdds.Live(plan.Net), MultiplyAdds.Dense(net));
        yield return $"Inputs: [{net.Inputs}] raw values {NumericsText.Range(net.Domain)}.";
        yield return OutputText.Describe(net);
        if (FunctionError.Of(plan.Net) is { } error)
        {
            yield return error;
        }

        yield return $"Graph: {CSharpText.Number(net.Edges.Count)} of {CSharpText.Number(Ncg.MaxEdgesOf(net.Neurons))} edges.";
        yield return $"FLOPs: {CSharpText.Number(live.Flops)} a sample; {CSharpText.Number(dense.Flops)} with every edge.";
        yield return $"Memory: {CSharpText.Number(plan.ConstantBytes)} bytes of weights and tables.";
        var provenance = string.Join(", ", Provenance(net.Provenance));
        if (provenance.Length > 0)
        {
            yield return $"Provenance: {provenance}.";
        }

        yield return $"File: {CSharpText.Comment(options.SourceName)}, SHA-256 {CSharpText.Comment(options.SourceHash)}.";
    }

    private static IEnumerable<string> Provenance(Provenance provenance)
    {
        if (provenance.DataSet is not null)
        {
            yield return $"trained on {DataSet(provenance)}";
        }

        if (provenance.Epochs is { } epochs)
        {
            yield return $"{CSharpText.Number(epochs)} epochs";
        }

        if (provenance.Epsilon is { } epsilon)
        {
            yield return FormattableString.Invariant($"epsilon {epsilon}");
        }

        if (provenance.Seed is { } seed)
        {
            yield return $"seed {CSharpText.Integer(seed)}";
        }

        if (provenance.Tool is not null)
        {
            yield return $"by {CSharpText.Comment(provenance.Tool)}";
        }
    }

    private static string DataSet(Provenance provenance) => CSharpText.Comment(provenance.DataSet ?? "its data");
}
