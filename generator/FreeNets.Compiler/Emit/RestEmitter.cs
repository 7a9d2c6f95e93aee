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
            if (plan.Encoder.Streams)
            {
                WriteStream(tile);
            }
            else
            {
                WriteEncode(tile);
            }
        }

        WriteFinish(columns);
        WriteRest();
    }

    private void WriteStream(EncoderTile tile)
    {
        var names = new StreamEncoderEmitter(code, plan, tile.Samples).Write($"Rest{tile.Samples}_");
        code.Line($"// Encoder, {tile.Samples} samples.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {Encode(tile)}<T>(ref T x, ref float z)\n    where T : unmanaged", () =>
        {
            foreach (var name in names)
            {
                code.Line($"{name}(ref x, ref z);");
            }
        });
        code.Line();
    }

    private void WriteEncode(EncoderTile tile)
    {
        var chunks = path.Shape.Chunks(_neurons);
        var (whole, narrow) = (chunks - (chunks % tile.Chunks), chunks % tile.Chunks);
        WriteKernel(tile);
        if (narrow > 0)
        {
            WriteKernel(tile with { Chunks = narrow });
        }

        code.Line($"// Encoder, {tile.Samples} samples: products alone.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {Encode(tile)}<T>(ref T x, ref float z)\n    where T : unmanaged", () =>
        {
            code.Block($"for (nint first = 0; first < {whole * _lanes}; first += {tile.Chunks * _lanes})", () =>
                code.Line($"{Kernel(tile)}(ref x, ref Compiler::Unsafe.Add(ref EncoderWeights, first), ref Compiler::Unsafe.Add(ref z, first));"));
            if (narrow > 0)
            {
                var first = whole * _lanes;
                code.Line($"{Kernel(tile with { Chunks = narrow })}(ref x, ref Compiler::Unsafe.Add(ref EncoderWeights, {first}), ref Compiler::Unsafe.Add(ref z, {first}));");
            }
        });
        code.Line();
    }

    private static string Encode(EncoderTile tile) => $"EncodeRest{tile.Samples}";

    private static string Kernel(EncoderTile tile) => $"Rest{tile.Samples}x{tile.Chunks}";

    private void WriteKernel(EncoderTile tile)
    {
        var samples = Enumerable.Range(0, tile.Samples).ToArray();
        var tail = plan.Net.Inputs % _sums;
        code.Line($"// Encoder: products of all inputs for {tile.Samples} samples × {tile.Chunks * _lanes} neurons.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {Kernel(tile)}<T>(ref T x, ref float w, ref float z)\n    where T : unmanaged", () =>
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

                code.Line($"w = ref Compiler::Unsafe.Add(ref w, {_sums * _neurons});");
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
            code.Line($"v = {_vector.Load("w", (sum * _neurons) + (chunk * _lanes))};");
            for (var sample = 0; sample < tile.Samples; sample++)
            {
                var name = Name(sample, chunk, sum);
                code.Line($"{name} = {_vector.MultiplyAdd($"x{sample}", "v", name)};");
            }
        }
    }

    private void WriteFinish(IReadOnlyList<string> columns)
    {
        code.Line(plan.Encoder.Streams
            ? "// One of these samples: the cascade."
            : "// One of these samples: the bias, then the cascade. Lanes behind the neurons hold products with the next row, which must go.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block("private static void FinishRest(ref float z, ref float logits)", () =>
        {
            if (!plan.Encoder.Streams)
            {
                WriteStart();
            }

            foreach (var name in columns)
            {
                code.Line($"{name}(ref z);");
            }

            code.Line("Interop::MemoryMarshal.CreateSpan(ref Compiler::Unsafe.Add(ref z, FirstLogit), Outputs).CopyTo(Interop::MemoryMarshal.CreateSpan(ref logits, Outputs));");
        });
        code.Line();
    }

    private void WriteStart()
    {
        code.Block($"for (nint neuron = 0; neuron < {_neurons}; neuron++)", () =>
            code.Line("Compiler::Unsafe.Add(ref z, neuron) += Compiler::Unsafe.Add(ref StateStart, neuron);"));
        code.Line();
        code.Line($"Interop::MemoryMarshal.CreateSpan(ref Compiler::Unsafe.Add(ref StateStart, {_neurons}), StateLength - {_neurons})");
        code.Line($"    .CopyTo(Interop::MemoryMarshal.CreateSpan(ref Compiler::Unsafe.Add(ref z, {_neurons}), StateLength - {_neurons}));");
    }

    private void WriteRest()
    {
        var most = path.Split!.Rest.Max(static tile => tile.Samples);
        code.Line("// What blocks leave, but not one single sample. Returns how many it ran.");
        code.Block("internal static nint RunRest<T>(ref T x, ref float logits, nint samples)\n    where T : unmanaged", () =>
        {
            code.Line($"System::Span<float> states = stackalloc float[{most} * StateLength];");
            code.Line("ref float z = ref Interop::MemoryMarshal.GetReference(states);");
            code.Line("nint done = 0;");
            code.Block("while (samples - done >= 2)", () =>
            {
                code.Line($"// {most} at a time, but {most + 1} as {most - 1} and 2.");
                code.Line($"var count = samples - done == {most + 1} ? {most - 1} : nint.Min(samples - done, {most});");
                code.Line("ref T first = ref Compiler::Unsafe.Add(ref x, done * Inputs);");
                code.Block("switch (count)", () =>
                {
                    foreach (var tile in path.Split!.Rest)
                    {
                        code.Line($"case {tile.Samples}: {Encode(tile)}(ref first, ref z); break;");
                    }
                });
                code.Line();
                code.Block("for (nint sample = 0; sample < count; sample++, done++)", () =>
                    code.Line("FinishRest(ref Compiler::Unsafe.Add(ref z, sample * StateLength), ref Compiler::Unsafe.Add(ref logits, done * Outputs));"));
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
