using FreeNets.Compiler.Schedule;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes weights and check vectors as static data of the assembly: no allocation, no start-up work.</summary>
internal static class ConstantsEmitter
{
    private const int PerLine = 8;

    public static void Write(CodeWriter code, FreeNet net, Plan plan)
    {
        var weights = plan.Weights;
        WriteReference(code, "EncoderWeights", "[inputs, neurons], normalisation folded in, padded by 16.", weights.Encoder);
        WriteReference(code, "StateStart", "What the state starts from: biases of the neurons, biases of the logits, padding.", weights.Bias);
        WriteReference(code, "ColumnWeights", "For each neuron, 16 weights for each 16 lanes of the state that it reaches.", weights.Columns);
        WriteReference(code, "EdgeWeights", "One weight an edge and decoder weight, in the order in which a batch uses them.", weights.Edges);
        WriteChecks(code, net);
    }

    private static void WriteChecks(CodeWriter code, FreeNet net)
    {
        code.Line("// The inputs of the check vectors.");
        if (net.Domain.Type == InputType.UInt8)
        {
            var values = net.Checks.Inputs.Select(static value => CSharpText.Integer((long)value)).ToArray();
            WriteArray(code, "private static ReadOnlySpan<byte> CheckInputs", values, perLine: 4 * PerLine);
        }
        else
        {
            WriteSpan(code, "CheckInputs", net.Checks.Inputs);
        }

        code.Line("// The logits of the check vectors, computed in float64.");
        WriteSpan(code, "CheckLogits", net.Checks.Logits);
    }

    private static void WriteReference(CodeWriter code, string name, string what, EquatableArray<float> values)
    {
        code.Line($"// {what}");
        code.Line($"private static ref float {name} => ref Unsafe.As<uint, float>(ref MemoryMarshal.GetReference({name}Bits));");
        code.Line();
        WriteBits(code, name, values);
    }

    private static void WriteSpan(CodeWriter code, string name, EquatableArray<float> values)
    {
        code.Line($"private static ReadOnlySpan<float> {name} => MemoryMarshal.Cast<uint, float>({name}Bits);");
        code.Line();
        WriteBits(code, name, values);
    }

    private static void WriteBits(CodeWriter code, string name, EquatableArray<float> values) =>
        WriteArray(code, $"private static ReadOnlySpan<uint> {name}Bits", values.Select(CSharpText.Bits).ToArray(), PerLine);

    private static void WriteArray(CodeWriter code, string declaration, string[] values, int perLine)
    {
        code.Line($"{declaration} =>");
        code.Line("[");
        for (var i = 0; i < values.Length; i += perLine)
        {
            code.Line($"    {string.Join(", ", values, i, Math.Min(perLine, values.Length - i))},");
        }

        code.Line("];");
        code.Line();
    }
}
