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
        if (plan.Int8 is { } int8)
        {
            WriteInt8(code, int8);
        }
        else if (plan.Half is { } half)
        {
            WriteReference(code, "EncoderPairs", "[pairs of inputs, neurons], 16 bits each, the first input's low; padded by 16.", half.Weights);
            WriteReference(code, "EncoderSteps", "What each neuron's sum is multiplied with, a power of two; 0 behind the neurons.", half.Steps);
        }
        else
        {
            WriteReference(code, "EncoderWeights", "[inputs, neurons], normalisation folded in, padded by 16.", weights.Encoder);
        }

        WriteReference(code, "StateStart", "What the state starts from: biases of the neurons, biases of the logits, padding.", weights.Bias);
        WriteReference(code, "ColumnWeights", "For each neuron, 16 weights for each 16 lanes of the state that it reaches.", weights.Columns);
        WriteReference(code, "EdgeWeights", "One weight an edge and decoder weight, in the order in which a batch uses them.", weights.Edges);
        if (plan.InputRounds.Count > 0)
        {
            WriteReference(code, "InputRounds", "The inputs that the dense encoder of one sample reads, in rounds of its sums.", plan.InputRounds);
        }

        if (plan.Loops is { } loops)
        {
            WriteLoops(code, loops);
        }

        if (plan.Scalar is { } scalar)
        {
            WriteReference(code, "ScalarStarts", "Where each neuron's entries of the path without vectors start; one more at the end.", scalar.Starts);
            WriteReference(code, "ScalarTargets", "For each entry, the row of the state that it adds to.", scalar.Targets);
            WriteReference(code, "ScalarWeights", "For each entry, its weight.", scalar.Weights);
        }

        WriteChecks(code, net, plan);
    }

    private static void WriteInt8(CodeWriter code, Int8Layout int8)
    {
        code.Line("private static ref sbyte EncoderBytes => ref Unsafe.As<uint, sbyte>(ref EncoderWords);");
        code.Line();
        WriteReference(code, "EncoderWords", "[groups of 16 inputs, units of 4 neurons, 4 × 4 inputs, neuron, input], -64 to 64, four bytes a number.", int8.Weights);
        WriteReference(code, "EncoderSteps", "What each neuron's whole sum is multiplied with.", int8.Steps);
        WriteReference(code, "EncoderShifts", "128 × the sum of each neuron's weights, for instructions that take inputs − 128.", int8.Shifts);
    }

    private static void WriteChecks(CodeWriter code, FreeNet net, Plan plan)
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

        code.Line($"// The logits of the check vectors, computed in float64{(plan.Choices.Precision == Precision.Float32 ? "" : " with the encoder rounded as here")}.");
        WriteSpan(code, "CheckLogits", net.Checks.Logits);
    }

    private static void WriteLoops(CodeWriter code, LoopLayout loops)
    {
        WriteReference(code, "ColumnStarts", "Where each neuron's units start; one more at the end.", loops.ColumnStarts);
        WriteReference(code, "ColumnPlaces", "For each unit of 16 column weights, the lane of the state where it is added.", loops.ColumnPlaces);
        WriteReference(code, "RowStarts", "Where each group's sources start; one more at the end.", loops.RowStarts);
        WriteReference(code, "RowSources", "The sources of each group of rows.", loops.RowSources);
        WriteReference(code, "RowWeights", "For each of these sources, its weights to the rows of the group.", loops.RowWeights);
        WriteReference(code, "RowTriangles", "For each group, [source, row] weights inside it.", loops.RowTriangles);
    }

    private static void WriteReference(CodeWriter code, string name, string what, EquatableArray<int> values)
    {
        code.Line($"// {what}");
        code.Line($"private static ref int {name} => ref MemoryMarshal.GetReference({name}Values);");
        code.Line();
        WriteArray(code, $"private static ReadOnlySpan<int> {name}Values", values.Select(static value => CSharpText.Integer(value)).ToArray(), 2 * PerLine);
    }

    private static void WriteReference(CodeWriter code, string name, string what, EquatableArray<uint> values)
    {
        code.Line($"// {what}");
        code.Line($"private static ref uint {name} => ref MemoryMarshal.GetReference({name}Bits);");
        code.Line();
        WriteArray(code, $"private static ReadOnlySpan<uint> {name}Bits", values.Select(CSharpText.Bits).ToArray(), PerLine);
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
