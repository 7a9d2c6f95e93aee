using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Schedule;
using FreeNets.Compiler.Text;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit;

/// <summary>
/// Writes weights and check vectors as static data of the assembly: no allocation, no start-up work. Those of very large networks, and those
/// that should fill cache lines, go as <see cref="ConstantText"/>, but for a native library: it never starts the runtime, which would copy them.
/// </summary>
internal sealed class ConstantsEmitter(CodeWriter code, FreeNet net, Plan plan, CompilerOptions options)
{
    private const int PerLine = 8;

    public void Write()
    {
        foreach (var table in plan.Tables)
        {
            WriteTable(table);
        }

        WriteChecks();
    }

    private void WriteChecks()
    {
        code.Line("// The inputs of the check vectors.");
        if (net.Domain.Type == InputType.UInt8)
        {
            var values = net.Checks.Inputs.Select(static value => CSharpText.Integer((long)value)).ToArray();
            WriteArray("private static System::ReadOnlySpan<byte> CheckInputs", values, perLine: 3 * PerLine);
        }
        else
        {
            WriteSpan("CheckInputs", net.Checks.Inputs);
        }

        code.Line($"// The {OutputText.Values(net)} of the check vectors, "
            + $"computed in float64{(plan.Program.Numerics is Numerics.Float32 ? "" : " with the encoder rounded as here")}.");
        WriteSpan("CheckLogits", CheckOutputs());
    }

    private float[] CheckOutputs() =>
    [
        .. Enumerable.Range(0, net.Checks.Count).SelectMany(check =>
        {
            var outputs = net.Checks.Logits.Skip(check * net.Outputs).Take(net.Outputs).Select(static logit => (double)logit).ToArray();
            ReferenceEvaluator.Activate(net, outputs);
            return Array.ConvertAll(outputs, static value => (float)value);
        }),
    ];

    private void WriteTable(ConstantTable table)
    {
        var (name, type, bits) = (table.Name, table.Type, table.Bits.ToArray());
        if (table.View is { } view)
        {
            code.Line($"private static ref {view.Type} {view.Name} => ref Compiler::Unsafe.As<{type}, {view.Type}>(ref {name});");
            code.Line();
        }

        code.Line($"// {table.What}");
        if (options.NativeName.Length == 0 && ConstantText.IsBetter(plan.ConstantBytes, table.FillsCacheLines ? table.Bytes : 0))
        {
            WriteText(name, type, bits);
            return;
        }

        code.Line($"private static ref {type} {name} => ref Compiler::Unsafe.As<uint, "
            + $"{type}>(ref Interop::MemoryMarshal.GetReference({name}Bits));");
        code.Line();
        WriteBits(name, bits);
    }

    private void WriteText(string name, string type, uint[] bits)
    {
        code.Line($"private static ref {type} {name} => ref Compiler::Unsafe.AddByteOffset(ref Compiler::Unsafe.NullRef<{type}>(), "
            + $"{name}Memory.Address);");
        code.Line();
        code.Block($"private static class {name}Memory", () =>
        {
            code.Line("internal static readonly nint Address = global::FreeNets.Runtime.ConstantMemory.Of(");
            code.Line($"    \"{ConstantText.Of(bits)}\");");
        });
        code.Line();
    }

    private void WriteSpan(string name, IEnumerable<float> values)
    {
        code.Line($"private static System::ReadOnlySpan<float> {name} => Interop::MemoryMarshal.Cast<uint, float>({name}Bits);");
        code.Line();
        WriteBits(name, ConstantText.Bits(values.ToArray()));
    }

    private void WriteBits(string name, uint[] bits) =>
        WriteArray($"private static System::ReadOnlySpan<uint> {name}Bits", Array.ConvertAll(bits, CSharpText.Bits), PerLine);

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
