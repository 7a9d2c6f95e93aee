using FreeNets.Compiler.Schedule;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit;

/// <summary>
/// Writes weights and check vectors as static data of the assembly: no allocation, no start-up work. Those of very large networks go
/// as <see cref="ConstantText"/>, but for a native library: it never starts the runtime, which would copy them.
/// </summary>
internal sealed class ConstantsEmitter(CodeWriter code, FreeNet net, Plan plan, CompilerOptions options)
{
    private const int PerLine = 8;

    private readonly bool _asText = options.NativeName.Length == 0 && ConstantText.IsBetter(CompilerLimits.ConstantBytes(plan));

    public void Write()
    {
        var weights = plan.Weights;
        if (plan.Int8 is { } int8)
        {
            WriteInt8(int8);
        }
        else if (plan.Half is { } half)
        {
            WriteReference("EncoderPairs", "[pairs of inputs, neurons], 16 bits each, the first input's low; padded by 16.", half.Weights);
            WriteReference("EncoderSteps", "What each neuron's sum is multiplied with, a power of two; 0 behind the neurons.", half.Steps);
        }
        else
        {
            WriteReference("EncoderWeights", EncoderShape(plan.Encoder), weights.Encoder);
        }

        WriteReference("StateStart", "What the state starts from: biases of the neurons, biases of the logits, padding.", weights.Bias);
        var lanes = plan.Loops is null ? ColumnLayout.NearNeurons : Scheduler.Unit;
        WriteReference("ColumnWeights", $"For each neuron, {lanes} weights for each {lanes} lanes of the state that it reaches.", weights.Columns);
        if (plan.Loops is null)
        {
            WriteReference("NearWeights", $"The weights of edges inside units of {lanes} neurons, by source.", weights.Near);
        }

        WriteReference("EdgeWeights", "One weight an edge and decoder weight, in the order in which a batch uses them.", weights.Edges);
        if (plan.InputRounds.Count > 0)
        {
            WriteReference("InputRounds", "The inputs that the dense encoder of one sample reads, in rounds of its sums.", plan.InputRounds);
        }

        if (plan.Loops is { } loops)
        {
            WriteLoops(loops);
        }

        if (plan.Scalar is { } scalar)
        {
            WriteReference("ScalarStarts", "Where each neuron's entries of the path without vectors start; one more at the end.", scalar.Starts);
            WriteReference("ScalarTargets", "For each entry, the row of the state that it adds to.", scalar.Targets);
            WriteReference("ScalarWeights", "For each entry, its weight.", scalar.Weights);
        }

        WriteChecks();
    }

    private static string EncoderShape(EncoderLayout encoder)
    {
        var (inputs, whole, rest) = (encoder.Inputs, encoder.Whole, encoder.Neurons - encoder.Whole);
        var shape = !encoder.Streams ? "[inputs, neurons]"
            : rest == 0 ? "16 zeros, then [inputs, neurons]"
            : $"[{inputs}, {rest}], the last neurons, then [{inputs}, {whole}], the others";
        return $"{shape}, normalisation folded in, padded by 16.";
    }

    private void WriteInt8(Int8Layout int8)
    {
        code.Line("private static ref sbyte EncoderBytes => ref Unsafe.As<uint, sbyte>(ref EncoderWords);");
        code.Line();
        WriteReference("EncoderWords", "[groups of 16 inputs, units of 4 neurons, 4 × 4 inputs, neuron, input], -64 to 64, four bytes a number; padded by a unit.", int8.Weights);
        WriteReference("EncoderSteps", "What each neuron's whole sum is multiplied with.", int8.Steps);
        WriteReference("EncoderShifts", "128 × the sum of each neuron's weights, for instructions that take inputs − 128.", int8.Shifts);
    }

    private void WriteChecks()
    {
        code.Line("// The inputs of the check vectors.");
        if (net.Domain.Type == InputType.UInt8)
        {
            var values = net.Checks.Inputs.Select(static value => CSharpText.Integer((long)value)).ToArray();
            WriteArray("private static ReadOnlySpan<byte> CheckInputs", values, perLine: 4 * PerLine);
        }
        else
        {
            WriteSpan("CheckInputs", net.Checks.Inputs);
        }

        code.Line($"// The logits of the check vectors, computed in float64{(plan.Choices.Precision == Precision.Float32 ? "" : " with the encoder rounded as here")}.");
        WriteSpan("CheckLogits", net.Checks.Logits);
    }

    private void WriteLoops(LoopLayout loops)
    {
        WriteReference("ColumnStarts", "Where each neuron's units start; one more at the end.", loops.ColumnStarts);
        WriteReference("ColumnPlaces", "For each unit of 16 column weights, the lane of the state where it is added.", loops.ColumnPlaces);
        WriteReference("RowStarts", "Where each group's sources start; one more at the end.", loops.RowStarts);
        WriteReference("RowSources", "The sources of each group of rows.", loops.RowSources);
        WriteReference("RowWeights", "For each of these sources, its weights to the rows of the group.", loops.RowWeights);
        WriteReference("RowTriangles", "For each group, [source, row] weights inside it.", loops.RowTriangles);
    }

    private void WriteReference(string name, string what, EquatableArray<int> values) =>
        WriteReference(name, what, "int", values.ToArray());

    private void WriteReference(string name, string what, EquatableArray<uint> values) =>
        WriteReference(name, what, "uint", values.ToArray());

    private void WriteReference(string name, string what, EquatableArray<float> values) =>
        WriteReference(name, what, "float", values.ToArray());

    private void WriteReference(string name, string what, string type, Array values)
    {
        code.Line($"// {what}");
        var bits = ConstantText.Bits(values);
        if (_asText)
        {
            WriteText(name, type, bits);
            return;
        }

        code.Line($"private static ref {type} {name} => ref Unsafe.As<uint, {type}>(ref MemoryMarshal.GetReference({name}Bits));");
        code.Line();
        WriteBits(name, bits);
    }

    private void WriteText(string name, string type, uint[] bits)
    {
        code.Line($"private static ref {type} {name} => ref Unsafe.AddByteOffset(ref Unsafe.NullRef<{type}>(), {name}Memory.Address);");
        code.Line();
        code.Block($"private static class {name}Memory", () =>
        {
            code.Line("internal static readonly nint Address = global::FreeNets.Runtime.ConstantMemory.Of(");
            code.Line($"    \"{ConstantText.Of(bits)}\");");
        });
        code.Line();
    }

    private void WriteSpan(string name, EquatableArray<float> values)
    {
        code.Line($"private static ReadOnlySpan<float> {name} => MemoryMarshal.Cast<uint, float>({name}Bits);");
        code.Line();
        WriteBits(name, ConstantText.Bits(values.ToArray()));
    }

    private void WriteBits(string name, uint[] bits) =>
        WriteArray($"private static ReadOnlySpan<uint> {name}Bits", Array.ConvertAll(bits, CSharpText.Bits), PerLine);

    private void WriteArray(string declaration, string[] values, int perLine)
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
