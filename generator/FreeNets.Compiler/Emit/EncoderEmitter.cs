using FreeNets.Compiler.Schedule;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes the one-sample encoder of one family: methods that each fill some chunks of the state.</summary>
internal sealed class EncoderEmitter(CodeWriter code, Plan plan, VectorShape shape)
{
    private readonly VectorText _vector = new(shape);
    private readonly int _neuronChunks = shape.Chunks(plan.Net.Neurons);

    /// <summary>Writes methods that read every input, and returns their names.</summary>
    public IReadOnlyList<string> WriteDense(string name, EncoderTile tile) =>
        WriteBlocks(name, tile, "<T>(ref T x, ref float z)\n    where T : unmanaged", plan.InputRounds.Count > 0 ? WriteListedLoop : WriteDenseLoop);

    /// <summary>Writes methods that read the listed non-zero inputs of one sample, and returns their names.</summary>
    public IReadOnlyList<string> WriteZeroSkipping(string name, EncoderTile tile) =>
        WriteBlocks(name, tile, "<T>(ref T x, ref ushort places, nint count, ref float z)\n    where T : unmanaged", WriteZeroSkippingLoop);

    private List<string> WriteBlocks(string name, EncoderTile tile, string parameters, Action<Block> writeLoop)
    {
        var names = new List<string>();
        for (var first = 0; first < _neuronChunks; first += tile.Chunks)
        {
            names.Add($"{name}{names.Count}");
            var block = new Block(first, Math.Min(first + tile.Chunks, _neuronChunks));
            var neurons = $"neurons {first * shape.Lanes} to {Math.Min(block.End * shape.Lanes, plan.Net.Neurons) - 1}";
            code.Line($"// Encoder, {neurons}, one sample.");
            code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
            code.Block($"private static void {names[names.Count - 1]}{parameters}", () =>
            {
                WriteLocals(block);

                writeLoop(block);
                WriteState(block);
            });
            code.Line();
        }

        return names;
    }

    private void WriteLocals(Block block)
    {
        code.Line($"{_vector.Type} v;");
        foreach (var (chunk, sum) in Accumulators(block))
        {
            code.Line($"var {Name(chunk, sum)} = {_vector.Type}.Zero;");
        }
    }

    private void WriteZeroSkippingLoop(Block block) => code.Block("for (nint i = 0; i < count; i++)", () =>
    {
        code.Line("nint input = Compiler::Unsafe.Add(ref places, i);");
        foreach (var part in Parts(block))
        {
            var start = CSharpText.At("EncoderWeights", part.At(FirstNeuron(part, block)));
            code.Line($"ref float {Rows(part)} = ref Compiler::Unsafe.Add(ref {start}, input * {part.Neurons});");
        }

        WriteInput(block, sum: 0, "input");
    });

    private void WriteDenseLoop(Block block)
    {
        var (sums, inputs, tail) = (plan.EncoderSums, plan.Net.Inputs, plan.Net.Inputs % plan.EncoderSums);
        var parts = Parts(block);
        foreach (var part in parts)
        {
            code.Line($"ref float {Rows(part)} = ref {CSharpText.At("EncoderWeights", part.At(FirstNeuron(part, block)))};");
        }

        code.Block($"for (nint i = 0; i < {inputs - tail}; {(sums == 1 ? "i++" : $"i += {sums}")})", () =>
        {
            for (var sum = 0; sum < sums; sum++)
            {
                WriteInput(block, sum, sum == 0 ? "i" : $"i + {sum}");
            }

            foreach (var part in parts)
            {
                code.Line($"{Rows(part)} = ref Compiler::Unsafe.Add(ref {Rows(part)}, {sums * part.Neurons});");
            }
        });
        for (var sum = 0; sum < tail; sum++)
        {
            WriteInput(block, sum, CSharpText.Integer(inputs - tail + sum));
        }
    }

    /// <summary>The parts of the weights that a block reads.</summary>
    private EncoderPart[] Parts(Block block) =>
        [.. plan.Encoder.Parts.Where(part => part.First < block.End * shape.Lanes && part.First + part.Neurons > block.First * shape.Lanes)];

    private int FirstNeuron(EncoderPart part, Block block) => Math.Max(part.First, block.First * shape.Lanes);

    /// <summary>The reference to a part's row.</summary>
    private static string Rows(EncoderPart part) => part.First == 0 ? "w" : "rest";

    /// <summary>Only the inputs that some weight uses, by a list: rows of zeros are not read.</summary>
    private void WriteListedLoop(Block block)
    {
        code.Line($"ref float rows = ref {CSharpText.At("EncoderWeights", block.First * shape.Lanes)};");
        code.Line("ref float w = ref rows;");
        code.Line("nint input;");
        code.Block($"for (nint i = 0; i < {plan.InputRounds.Count}; i += {plan.EncoderSums})", () =>
        {
            for (var sum = 0; sum < plan.EncoderSums; sum++)
            {
                code.Line($"input = Compiler::Unsafe.Add(ref InputRounds, i + {sum});");
                code.Line($"w = ref Compiler::Unsafe.Add(ref rows, (input - {sum}) * {plan.Net.Neurons});");
                WriteInput(block, sum, "input");
            }
        });
    }

    private void WriteInput(Block block, int sum, string index)
    {
        code.Line($"v = {_vector.Broadcast($"Raw(ref x, {index})")};");
        WriteProducts(block, sum);
    }

    private void WriteProducts(Block block, int sum)
    {
        for (var chunk = block.First; chunk < block.End; chunk++)
        {
            var part = plan.Encoder.PartOf(chunk * shape.Lanes);
            var weights = _vector.Load(Rows(part), (sum * part.Neurons) + (chunk * shape.Lanes) - FirstNeuron(part, block));
            code.Line($"{Name(chunk, sum)} = {_vector.MultiplyAdd("v", weights, Name(chunk, sum))};");
        }
    }

    private void WriteState(Block block)
    {
        // The last neurons' block also starts the logits and the padding behind them.
        var stateEnd = block.End == _neuronChunks ? plan.StateLength / shape.Lanes : block.End;
        for (var chunk = block.First; chunk < stateEnd; chunk++)
        {
            var bias = _vector.Load("StateStart", chunk * shape.Lanes);
            var value = chunk < block.End ? $"{Total(chunk)} + {bias}" : bias;
            code.Line($"{_vector.Store(value, "z", chunk * shape.Lanes)};");
        }
    }

    private string Total(int chunk)
    {
        var total = string.Join(" + ", Enumerable.Range(0, plan.EncoderSums).Select(sum => Name(chunk, sum)));
        // A row of weights ends inside the last vector.
        var neurons = plan.Net.Neurons - (chunk * shape.Lanes);
        return neurons >= shape.Lanes ? total : _vector.FirstLanes(neurons, total);
    }

    private IEnumerable<(int Chunk, int Sum)> Accumulators(Block block) =>
        from chunk in Enumerable.Range(block.First, block.End - block.First)
        from sum in Enumerable.Range(0, plan.EncoderSums)
        select (chunk, sum);

    private string Name(int chunk, int sum) => plan.EncoderSums == 1 ? $"a{chunk}" : $"a{chunk}_{sum}";

    /// <summary>Chunks of neurons, from First up to End, that one method computes in registers.</summary>
    private sealed record Block(int First, int End);
}
