using FreeNets.Compiler.Schedule;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes the encoder of one family over 16-bit weights: methods that each fill some chunks of the state of some samples.</summary>
internal sealed class HalfEncoderEmitter(CodeWriter code, Plan plan, VectorShape shape)
{
    private readonly VectorText _vector = new(shape);
    private readonly int _neuronChunks = shape.Chunks(plan.Net.Neurons);

    /// <summary>Writes methods that read every input of the tile's samples, and returns their names.</summary>
    public IReadOnlyList<string> Write(string name, EncoderTile tile)
    {
        var names = new List<string>();
        for (var first = 0; first < _neuronChunks; first += tile.Chunks)
        {
            names.Add($"{name}{names.Count}");
            var block = new Block(tile.Samples, first, Math.Min(first + tile.Chunks, _neuronChunks));
            var neurons = $"neurons {first * shape.Lanes} to {Math.Min(block.End * shape.Lanes, plan.Net.Neurons) - 1}";
            code.Line($"// Encoder, {neurons}, {(tile.Samples == 1 ? "one sample" : $"{tile.Samples} samples")}.");
            code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
            code.Block(
                $"private static void {names[names.Count - 1]}<T>(ref T x, ref float z)\n    where T : unmanaged",
                () => WriteBody(block));
            code.Line();
        }

        return names;
    }

    private void WriteBody(Block block)
    {
        var (inputs, neurons) = (plan.Net.Inputs, plan.Net.Neurons);
        var samples = Enumerable.Range(0, block.Samples);
        code.Line($"{_vector.Type} h, {string.Join(", ", samples.Select(sample => inputs > 1 ? $"x{sample}, y{sample}" : $"x{sample}"))};");
        code.Line($"{_vector.Static}<uint> v;");
        foreach (var (sample, chunk) in Accumulators(block))
        {
            code.Line($"var {Name(sample, chunk)} = {_vector.Type}.Zero;");
        }

        var start = block.First * shape.Lanes;
        code.Line($"ref uint w = {(start == 0 ? "ref EncoderPairs" : $"ref Compiler::Unsafe.Add(ref EncoderPairs, {start})")};");
        if (inputs > 1)
        {
            code.Block($"for (nint i = 0; i < {inputs - (inputs % 2)}; i += 2)", () =>
            {
                WriteInput(block, "x", "i");
                WriteInput(block, "y", "i + 1");
                WriteProducts(block, hasSecond: true);
                code.Line($"w = ref Compiler::Unsafe.Add(ref w, {neurons});");
            });
        }

        if (inputs % 2 != 0)
        {
            WriteInput(block, "x", CSharpText.Integer(inputs - 1));
            WriteProducts(block, hasSecond: false);
        }

        RoundedState.Write(code, plan, shape, block.Samples, (block.First, block.End), Name);
    }

    private void WriteInput(Block block, string name, string index)
    {
        for (var sample = 0; sample < block.Samples; sample++)
        {
            var place = sample == 0 ? index : $"{index} + {CSharpText.Integer(sample * (long)plan.Net.Inputs)}";
            code.Line($"{name}{sample} = {_vector.Broadcast($"Raw(ref x, {place})")};");
        }
    }

    private void WriteProducts(Block block, bool hasSecond)
    {
        for (var chunk = block.First; chunk < block.End; chunk++)
        {
            code.Line($"v = {_vector.Load("w", (chunk - block.First) * shape.Lanes)};");
            WriteProducts(block, chunk, "x", Low);
            if (hasSecond)
            {
                WriteProducts(block, chunk, "y", High);
            }
        }
    }

    private void WriteProducts(Block block, int chunk, string x, string weights)
    {
        code.Line($"h = {weights};");
        for (var sample = 0; sample < block.Samples; sample++)
        {
            var sum = Name(sample, chunk);
            code.Line($"{sum} = {_vector.MultiplyAdd($"{x}{sample}", "h", sum)};");
        }
    }

    private bool IsFloat16 => plan.Choices.Precision == Precision.Float16;

    /// <summary>The low halves of v as float32.</summary>
    private string Low => IsFloat16 ? Float16($"{_vector.Static}.ShiftLeft(v, 16)") : $"{_vector.Static}.AsSingle({_vector.Static}.ShiftLeft(v, 16))";

    /// <summary>The high halves of v as float32.</summary>
    private string High => IsFloat16 ? Float16("v") : $"{_vector.Static}.AsSingle(v & {_vector.Static}.Create(0xFFFF0000u))";

    /// <summary>Sign, 5 bits of exponent and 10 of significand of the high half, moved to their places; see <see cref="HalfLayout"/>.</summary>
    private string Float16(string high) =>
        $"{_vector.Static}.AsSingle({_vector.Static}.AsUInt32({_vector.Static}.ShiftRightArithmetic({_vector.Static}.AsInt32({high}), 3)) & {_vector.Static}.Create(0x8FFFE000u))";

    private static IEnumerable<(int Sample, int Chunk)> Accumulators(Block block) =>
        from sample in Enumerable.Range(0, block.Samples)
        from chunk in Enumerable.Range(block.First, block.End - block.First)
        select (sample, chunk);

    private static string Name(int sample, int chunk) => $"a{sample}_{chunk}";

    /// <summary>Samples × chunks of neurons, from First up to End, that one method computes in registers.</summary>
    private sealed record Block(int Samples, int First, int End);
}
