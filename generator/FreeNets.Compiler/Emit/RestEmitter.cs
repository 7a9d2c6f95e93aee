using FreeNets.Compiler.Schedule;

namespace FreeNets.Compiler.Emit;

/// <summary>
/// Writes how one family runs what blocks leave of a batch: a few samples share each load of encoder weights, one lane a neuron; then
/// the cascade runs one by one.
/// </summary>
internal sealed class RestEmitter(CodeWriter code, Plan plan, PathPlan path)
{
    private readonly VectorText _vector = new(path.Shape);
    private readonly int _lanes = path.Shape.Lanes;
    private readonly int _neurons = plan.Net.Neurons;
    private readonly int _sums = plan.EncoderSums;

    /// <summary>Writes <c>RunRest</c> and everything under it but the cascade.</summary>
    /// <param name="columns">The names of the cascade's methods for one sample.</param>
    public void Write(IReadOnlyList<string> columns)
    {
        foreach (var tile in path.Split!.Rest)
        {
            WriteEncode(tile);
        }

        WriteFinish(columns);
        WriteRest();
    }

    private void WriteEncode(EncoderTile tile)
    {
        var blocks = plan.Encoder.Parts.SelectMany(part => Blocks(part, tile.Chunks)).ToList();
        foreach (var chunks in blocks.Select(static block => block.Chunks).Distinct())
        {
            WriteKernel(tile with { Chunks = chunks });
        }

        code.Line($"// Encoder, {tile.Samples} samples: products alone.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void EncodeRest{tile.Samples}<T>(ref T x, ref float z)\n    where T : unmanaged", () =>
        {
            foreach (var (part, chunks, first, end) in blocks)
            {
                var start = part.Start == part.First ? "" : $"{CSharpText.Integer(part.Start - part.First)} + ";
                code.Block($"for (nint first = {first}; first < {end}; first += {chunks * _lanes})", () => code.Line(
                    $"{Kernel(tile with { Chunks = chunks })}(ref x, ref Unsafe.Add(ref EncoderWeights, {start}first), {part.Neurons}, ref Unsafe.Add(ref z, first));"));
            }
        });
        code.Line();
    }

    /// <summary>The neurons of a part in blocks of equal width, and what is left.</summary>
    private IEnumerable<(EncoderPart Part, int Chunks, int First, int End)> Blocks(EncoderPart part, int width)
    {
        var chunks = path.Shape.Chunks(part.Neurons);
        var border = part.First + ((chunks - (chunks % width)) * _lanes);
        if (chunks >= width)
        {
            yield return (part, width, part.First, border);
        }

        if (chunks % width > 0)
        {
            yield return (part, chunks % width, border, part.First + part.Neurons);
        }
    }

    private static string Kernel(EncoderTile tile) => $"Rest{tile.Samples}x{tile.Chunks}";

    private void WriteKernel(EncoderTile tile)
    {
        var samples = Enumerable.Range(0, tile.Samples).ToArray();
        var tail = plan.Net.Inputs % _sums;
        code.Line($"// Encoder: products of all inputs for {tile.Samples} samples × {tile.Chunks * _lanes} neurons; a row of w is row floats.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {Kernel(tile)}<T>(ref T x, ref float w, nint row, ref float z)\n    where T : unmanaged", () =>
        {
            code.Line($"{_vector.Type} v, {string.Join(", ", samples.Select(static sample => $"x{sample}"))};");
            foreach (var (sample, chunk) in Sums(tile))
            {
                for (var sum = 0; sum < _sums; sum++)
                {
                    code.Line($"var {Name(sample, chunk, sum)} = {_vector.Type}.Zero;");
                }
            }

            code.Block($"for (nint i = 0; i < {plan.Net.Inputs - tail}; i += {_sums})", () =>
            {
                for (var sum = 0; sum < _sums; sum++)
                {
                    WriteInput(tile, sum, sum == 0 ? "i" : $"i + {sum}");
                }

                code.Line($"w = ref Unsafe.Add(ref w, {(_sums == 1 ? "row" : $"{_sums} * row")});");
            });
            for (var sum = 0; sum < tail; sum++)
            {
                WriteInput(tile, sum, CSharpText.Integer(plan.Net.Inputs - tail + sum));
            }

            foreach (var (sample, chunk) in Sums(tile))
            {
                var total = string.Join(" + ", Enumerable.Range(0, _sums).Select(sum => Name(sample, chunk, sum)));
                code.Line($"{_vector.Store(total, "z", ((long)sample * plan.StateLength) + (chunk * _lanes))};");
            }
        });
        code.Line();
    }

    private void WriteInput(EncoderTile tile, int sum, string index)
    {
        for (var sample = 0; sample < tile.Samples; sample++)
        {
            var place = sample == 0 ? index : $"{index} + {CSharpText.Integer(sample * (long)plan.Net.Inputs)}";
            code.Line($"x{sample} = {_vector.Broadcast($"Raw(ref x, {place})")};");
        }

        for (var chunk = 0; chunk < tile.Chunks; chunk++)
        {
            code.Line($"v = {_vector.Load(sum == 0 ? "w" : $"Unsafe.Add(ref w, {(sum == 1 ? "row" : $"{sum} * row")})", chunk * _lanes)};");
            for (var sample = 0; sample < tile.Samples; sample++)
            {
                var name = Name(sample, chunk, sum);
                code.Line($"{name} = {_vector.MultiplyAdd($"x{sample}", "v", name)};");
            }
        }
    }

    private void WriteFinish(IReadOnlyList<string> columns)
    {
        code.Line("// One of these samples: the bias, then the cascade. Lanes behind the neurons hold products with the next row, which must go.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Block("private static void FinishRest(ref float z, ref float logits)", () =>
        {
            code.Block($"for (nint neuron = 0; neuron < {_neurons}; neuron++)", () =>
                code.Line("Unsafe.Add(ref z, neuron) += Unsafe.Add(ref StateStart, neuron);"));
            code.Line();
            code.Line($"MemoryMarshal.CreateSpan(ref Unsafe.Add(ref StateStart, {_neurons}), StateLength - {_neurons})");
            code.Line($"    .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref z, {_neurons}), StateLength - {_neurons}));");
            foreach (var name in columns)
            {
                code.Line($"{name}(ref z);");
            }

            code.Line("MemoryMarshal.CreateSpan(ref Unsafe.Add(ref z, FirstLogit), Outputs).CopyTo(MemoryMarshal.CreateSpan(ref logits, Outputs));");
        });
        code.Line();
    }

    private void WriteRest()
    {
        const int Most = BatchSplit.MostOfRest;
        code.Line("// What blocks leave, but not one single sample. Returns how many it ran.");
        code.Block("internal static nint RunRest<T>(ref T x, ref float logits, nint samples)\n    where T : unmanaged", () =>
        {
            code.Line($"Span<float> states = stackalloc float[{Most} * StateLength];");
            code.Line("ref float z = ref MemoryMarshal.GetReference(states);");
            code.Line("nint done = 0;");
            code.Block("while (samples - done >= 2)", () =>
            {
                code.Line($"// {Most} at a time, but {Most + 1} as {Most - 1} and 2.");
                code.Line($"var count = samples - done == {Most + 1} ? {Most - 1} : nint.Min(samples - done, {Most});");
                code.Line("ref T first = ref Unsafe.Add(ref x, done * Inputs);");
                code.Block("switch (count)", () =>
                {
                    foreach (var tile in path.Split!.Rest)
                    {
                        code.Line($"case {tile.Samples}: EncodeRest{tile.Samples}(ref first, ref z); break;");
                    }
                });
                code.Line();
                code.Block("for (nint sample = 0; sample < count; sample++, done++)", () =>
                    code.Line("FinishRest(ref Unsafe.Add(ref z, sample * StateLength), ref Unsafe.Add(ref logits, done * Outputs));"));
            });
            code.Line();
            code.Line("return done;");
        });
    }

    private static IEnumerable<(int Sample, int Chunk)> Sums(EncoderTile tile) =>
        from sample in Enumerable.Range(0, tile.Samples)
        from chunk in Enumerable.Range(0, tile.Chunks)
        select (sample, chunk);

    private string Name(int sample, int chunk, int sum) => _sums == 1 ? $"a{sample}_{chunk}" : $"a{sample}_{chunk}_{sum}";
}
