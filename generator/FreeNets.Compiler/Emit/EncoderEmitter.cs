using FreeNets.Compiler.Schedule;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes the encoder of one family: methods that each fill some chunks of the state of one or several samples.</summary>
internal sealed class EncoderEmitter(CodeWriter code, Plan plan, VectorShape shape)
{
    private readonly VectorText _vector = new(shape);
    private readonly int _neuronChunks = shape.Chunks(plan.Net.Neurons);

    /// <summary>Writes the methods and returns their names.</summary>
    public IReadOnlyList<string> Write(string name, EncoderTile tile)
    {
        var names = new List<string>();
        for (var first = 0; first < _neuronChunks; first += tile.Chunks)
        {
            names.Add($"{name}{names.Count}");
            WriteBlock(names[names.Count - 1], tile.Samples, first, Math.Min(first + tile.Chunks, _neuronChunks));
        }

        return names;
    }

    private void WriteBlock(string name, int samples, int first, int end)
    {
        var neurons = $"neurons {first * shape.Lanes} to {Math.Min(end * shape.Lanes, plan.Net.Neurons) - 1}";
        code.Line($"// Encoder, {neurons}, {(samples == 1 ? "one sample" : $"{samples} samples")}.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {name}<T>(ref T x, ref float z)\n    where T : unmanaged", () =>
        {
            code.Line($"ref float w = ref Unsafe.Add(ref Encoder, {first * shape.Lanes});");
            foreach (var (sample, chunk, sum) in Accumulators(samples, first, end))
            {
                code.Line($"var {Name(sample, chunk, sum)} = {_vector.Type}.Zero;");
            }

            WriteLoop(samples, first, end);
            WriteState(samples, first, end);
        });
        code.Line();
    }

    private void WriteLoop(int samples, int first, int end)
    {
        var sums = plan.EncoderSums;
        var (inputs, tail) = (plan.Net.Inputs, plan.Net.Inputs % sums);
        code.Block($"for (nint i = 0; i < {inputs - tail}; i += {sums})", () =>
        {
            for (var sum = 0; sum < sums; sum++)
            {
                WriteInput(samples, first, end, sum, "i");
            }

            code.Line($"w = ref Unsafe.Add(ref w, {sums * plan.Net.Neurons});");
        });
        for (var sum = 0; sum < tail; sum++)
        {
            WriteInput(samples, first, end, sum, CSharpText.Integer(inputs - tail));
        }
    }

    private void WriteInput(int samples, int first, int end, int sum, string index)
    {
        code.Block(() =>
        {
            for (var sample = 0; sample < samples; sample++)
            {
                var offset = ((long)sample * plan.Net.Inputs) + sum;
                var at = offset == 0 ? index : $"{index} + {offset}";
                code.Line($"var x{sample} = {_vector.Broadcast($"Element.ToSingle(Unsafe.Add(ref x, {at}))")};");
            }

            for (var chunk = first; chunk < end; chunk++)
            {
                var load = _vector.Load("w", (sum * plan.Net.Neurons) + ((chunk - first) * shape.Lanes));
                var weights = samples == 1 ? load : $"w{chunk}";
                if (samples > 1)
                {
                    code.Line($"var {weights} = {load};");
                }

                for (var sample = 0; sample < samples; sample++)
                {
                    var accumulator = Name(sample, chunk, sum);
                    code.Line($"{accumulator} = {_vector.MultiplyAdd($"x{sample}", weights, accumulator)};");
                }
            }
        });
    }

    private void WriteState(int samples, int first, int end)
    {
        // The last neurons' block also starts the logits and the padding behind them.
        var stateEnd = end == _neuronChunks ? plan.StateLength / shape.Lanes : end;
        for (var sample = 0; sample < samples; sample++)
        {
            for (var chunk = first; chunk < stateEnd; chunk++)
            {
                var bias = _vector.Load("Bias", chunk * shape.Lanes);
                var value = chunk < end ? $"{Total(sample, chunk)} + {bias}" : bias;
                code.Line($"{_vector.Store(value, "z", ((long)sample * plan.StateLength) + (chunk * shape.Lanes))};");
            }
        }
    }

    private string Total(int sample, int chunk)
    {
        var total = string.Join(" + ", Enumerable.Range(0, plan.EncoderSums).Select(sum => Name(sample, chunk, sum)));
        var neurons = plan.Net.Neurons - (chunk * shape.Lanes);
        if (neurons >= shape.Lanes)
        {
            return total;
        }

        // A row of weights ends inside this vector: the lanes behind hold products with the next row, which must go.
        var mask = string.Join(", ", Enumerable.Range(0, shape.Lanes).Select(lane => lane < neurons ? "-1" : "0"));
        return $"{_vector.Static}.ConditionalSelect({_vector.Static}.Create({mask}).AsSingle(), {total}, {_vector.Type}.Zero)";
    }

    private IEnumerable<(int Sample, int Chunk, int Sum)> Accumulators(int samples, int first, int end) =>
        from sample in Enumerable.Range(0, samples)
        from chunk in Enumerable.Range(first, end - first)
        from sum in Enumerable.Range(0, plan.EncoderSums)
        select (sample, chunk, sum);

    private string Name(int sample, int chunk, int sum) => plan.EncoderSums == 1 ? $"a{sample}_{chunk}" : $"a{sample}_{chunk}_{sum}";
}
