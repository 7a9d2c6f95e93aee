using FreeNets.Compiler.Schedule;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes the nested class of the path without vectors: short loops, whatever the size of the network.</summary>
/// <remarks>
/// Products are rounded before they are added. Fusing them would need FMA in hardware, and a machine that has it has vectors; this way
/// the path gives the same bits on every machine.
/// </remarks>
internal static class ScalarEmitter
{
    public const string ClassName = "ScalarPath";

    /// <summary>Neurons whose sums run side by side in registers: enough to hide the latency of an addition.</summary>
    private const int Neurons = 8;

    public static void Write(CodeWriter code, Plan plan) => code.Block($"private static class {ClassName}", () =>
    {
        if (plan.Choices.Precision == Precision.Float32)
        {
            foreach (var width in plan.Encoder.Parts.SelectMany(Blocks).Select(static block => block.Width).Distinct())
            {
                WriteEncoder(code, plan, width);
            }
        }

        WriteCascade(code, plan);
        WriteRun(code, plan);
    });

    /// <summary>The neurons of a part in blocks of equal width, and what is left.</summary>
    private static IEnumerable<(int First, int End, int Width)> Blocks(EncoderPart part)
    {
        var (end, rest) = (part.First + part.Neurons, part.Neurons % Neurons);
        if (part.Neurons >= Neurons)
        {
            yield return (part.First, end - rest, Neurons);
        }

        if (rest > 0)
        {
            yield return (end - rest, end, rest);
        }
    }

    private static void WriteEncoder(CodeWriter code, Plan plan, int width)
    {
        var skips = plan.SkipZeroInputs;
        code.Line($"// Encoder, one sample: {width} neurons from the first; a row of weights is stride floats.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block(
            $"private static void Encode{width}<T>(ref T x, {(skips ? "ref ushort places, nint count, " : "")}ref float weights, nint stride, ref float z, nint first)\n    where T : unmanaged",
            () =>
            {
                code.Line($"float {string.Join(", ", Enumerable.Range(0, width).Select(static neuron => $"z{neuron} = 0"))};");
                code.Block($"for (nint i = 0; i < {(skips ? "count" : plan.Net.Inputs)}; i++)", () =>
                {
                    var input = skips ? "input" : "i";
                    if (skips)
                    {
                        code.Line("nint input = Compiler::Unsafe.Add(ref places, i);");
                    }

                    code.Line($"var value = Raw(ref x, {input});");
                    code.Line($"ref float w = ref Compiler::Unsafe.Add(ref weights, {input} * stride);");
                    for (var neuron = 0; neuron < width; neuron++)
                    {
                        code.Line($"z{neuron} += value * {CSharpText.At("w", neuron)};");
                    }
                });
                code.Line();
                code.Line("ref float target = ref Compiler::Unsafe.Add(ref z, first);");
                code.Line("ref float bias = ref Compiler::Unsafe.Add(ref StateStart, first);");
                for (var neuron = 0; neuron < width; neuron++)
                {
                    code.Line($"{CSharpText.At("target", neuron)} = z{neuron} + {CSharpText.At("bias", neuron)};");
                }
            });
        code.Line();
    }

    private static void WriteRoundedEncoder(CodeWriter code, Plan plan)
    {
        var (inputs, neurons) = (plan.Net.Inputs, plan.Net.Neurons);
        if (plan.Int8 is not null)
        {
            Int8EncoderEmitter.WriteBytes(code, inputs, samples: 1);
            code.Line($"global::FreeNets.Runtime.ScalarEncoder.Int8Sums(ref bytes, {inputs}, ref EncoderBytes, {neurons}, ref EncoderSteps, ref StateStart, ref z);");
            Int8EncoderEmitter.WriteNaN(code, plan, samples: 1);
        }
        else
        {
            var isFloat16 = plan.Choices.Precision == Precision.Float16 ? "true" : "false";
            var normalisation = plan.Normalises ? "InputMean, InputScale" : "0, 1";
            code.Line($"global::FreeNets.Runtime.ScalarEncoder.HalfSums(ref x, {inputs}, {normalisation}, ref EncoderPairs, {isFloat16}, {neurons}, ref EncoderSteps, ref StateStart, ref z);");
        }

        code.Line();
    }

    private static void WriteCascade(CodeWriter code, Plan plan)
    {
        code.Line("// Cascade and decoder, one sample: a silent neuron adds nothing, but NaN goes on.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block("private static void Cascade(ref float z)", () =>
        {
            code.Line("nint entry = 0;");
            code.Block($"for (nint source = 0; source < {plan.Net.Neurons}; source++)", () =>
            {
                code.Line("var h = Compiler::Unsafe.Add(ref z, source);");
                code.Line("nint end = Compiler::Unsafe.Add(ref ScalarStarts, source + 1);");
                code.Block("if (h <= 0)", () =>
                {
                    code.Line("entry = end;");
                    code.Line("continue;");
                });
                code.Line();
                VectorText.WriteSquare(code, plan.Net.Activation);
                code.Block("for (; entry < end; entry++)", () =>
                    code.Line("Compiler::Unsafe.Add(ref z, Compiler::Unsafe.Add(ref ScalarTargets, entry)) += h * Compiler::Unsafe.Add(ref ScalarWeights, entry);"));
            });
        });
        code.Line();
    }

    private static void WriteRun(CodeWriter code, Plan plan)
    {
        var (neurons, outputs) = (plan.Net.Neurons, plan.Net.Outputs);
        code.Line("// One sample: z is its state.");
        code.Block("internal static void Run<T>(ref T x, ref float z)\n    where T : unmanaged", () =>
        {
            if (plan.Choices.Precision != Precision.Float32)
            {
                WriteRoundedEncoder(code, plan);
            }
            else
            {
                PathEmitter.WriteFind(code, plan);
                WriteEncode(code, plan);
            }

            code.Line($"Interop::MemoryMarshal.CreateReadOnlySpan(ref {CSharpText.At("StateStart", neurons)}, {outputs}).CopyTo(Interop::MemoryMarshal.CreateSpan(ref {CSharpText.At("z", neurons)}, {outputs}));");
            code.Line("Cascade(ref z);");
        });
    }

    private static void WriteEncode(CodeWriter code, Plan plan)
    {
        var inputs = plan.SkipZeroInputs ? "ref x, ref places, count" : "ref x";
        foreach (var part in plan.Encoder.Parts)
        {
            foreach (var (first, end, width) in Blocks(part))
            {
                var weights = CSharpText.Sum(part.At(0), "first");
                code.Block($"for (nint first = {first}; first < {end}; first += {width})", () =>
                    code.Line($"Encode{width}({inputs}, ref Compiler::Unsafe.Add(ref EncoderWeights, {weights}), {part.Neurons}, ref z, first);"));
                code.Line();
            }
        }
    }
}
