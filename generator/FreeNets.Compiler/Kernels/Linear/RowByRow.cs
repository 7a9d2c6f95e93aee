using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>
/// float32 weights, one sample, a lane a neuron: methods that each keep the sums of some chunks of the state in registers and read one row
/// of weights an input.
/// </summary>
/// <param name="Stage">The stage.</param>
/// <param name="State">The state.</param>
/// <param name="Layout">Where its weights are.</param>
/// <param name="Shape">The vectors.</param>
internal abstract record RowByRow(LinearStage Stage, StateLayout State, EncoderLayout Layout, VectorShape Shape) : Kernel(Shape)
{
    /// <summary>Chunks of neurons, from First up to End, that one method computes in registers.</summary>
    protected sealed record Block(int First, int End);

    /// <summary>The register block.</summary>
    public EncoderTile Tile => EncoderTile.OfOne(Shape, Layout.IsCut ? Layout.PartNeurons : Stage.Rows, Sums);

    /// <inheritdoc/>
    public override StageCost Cost
    {
        get
        {
            var chunks = Shape.Chunks(Stage.Rows);
            return new StageCost(
                Stage.Name, Shape.Lanes, InputsRead * chunks, InputsRead * Stage.Rows * sizeof(float),
                Tile.Blocks(chunks) * InputsRead / Sums * Machine.FmaLatency);
        }
    }

    /// <inheritdoc/>
    public override string Blocking => Tile.InRegisters(Shape);

    /// <summary>Inputs whose weights are read, on average.</summary>
    protected abstract double InputsRead { get; }

    /// <summary>What the methods take beside the state.</summary>
    protected virtual string Parameters => "";

    /// <summary>The same in a call.</summary>
    protected virtual string Arguments => Stage.Input();

    protected int Sums => Stage.PartialSums;

    protected VectorText Vector => new(Shape);

    private int NeuronChunks => Shape.Chunks(Stage.Rows);

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        var calls = new List<string>();
        foreach (var block in Blocks())
        {
            var method = $"{name}{calls.Count}";
            calls.Add($"{method}({Arguments}, ref z);");
            var first = block.First;
            var neurons = $"neurons {first * Shape.Lanes} to {Math.Min(block.End * Shape.Lanes, Stage.Rows) - 1}";
            code.Line($"// {Stage.Title}, {neurons}, one sample.");
            code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
            code.Block(Stage.Method(method, $"{Parameters}ref float z"), () =>
            {
                WriteLocals(code, block);
                WriteLoop(code, block);
                LinearState.Write(
                    code, Stage, State, Vector, (block.First, block.End),
                    chunk => Enumerable.Range(0, Sums).Select(sum => SumName(chunk, sum)));
            });
            code.Line();
        }

        return calls;
    }

    /// <summary>Blocks that each read one part of the weights, where rows are cut.</summary>
    private IEnumerable<Block> Blocks()
    {
        var part = Layout.IsCut ? Shape.Chunks(Layout.PartNeurons) : NeuronChunks;
        for (var start = 0; start < NeuronChunks; start += part)
        {
            var end = Math.Min(start + part, NeuronChunks);
            for (var first = start; first < end; first += Tile.Chunks)
            {
                yield return new Block(first, Math.Min(first + Tile.Chunks, end));
            }
        }
    }

    /// <summary>Writes the loop over the inputs.</summary>
    protected abstract void WriteLoop(CodeWriter code, Block block);

    /// <summary>The parts of the weights that a block reads.</summary>
    protected EncoderPart[] Parts(Block block) =>
        [.. Layout.Parts.Where(part => part.First < block.End * Shape.Lanes && part.First + part.Neurons > block.First * Shape.Lanes)];

    protected int FirstNeuron(EncoderPart part, Block block) => Math.Max(part.First, block.First * Shape.Lanes);

    /// <summary>The reference to a part's row.</summary>
    protected string Rows(EncoderPart part) => part.First == 0 || Layout.IsCut ? "w" : "rest";

    /// <summary>The name of the number of floats from one of its rows to the next.</summary>
    protected static string Stride(EncoderPart part) => part.First == 0 ? "Row" : "RestRow";

    protected static void WriteStride(CodeWriter code, EncoderPart part) => code.Line($"const int {Stride(part)} = {part.Neurons};");

    protected void WriteInput(CodeWriter code, Block block, int sum, string index)
    {
        code.Line($"v = {Vector.Broadcast(Stage.Value(index))};");
        for (var chunk = block.First; chunk < block.End; chunk++)
        {
            var part = Layout.PartOf(chunk * Shape.Lanes);
            var weights = Vector.Load(Rows(part), (sum * part.Neurons) + (chunk * Shape.Lanes) - FirstNeuron(part, block));
            code.Line($"{SumName(chunk, sum)} = {Vector.MultiplyAdd("v", weights, SumName(chunk, sum))};");
        }
    }

    private void WriteLocals(CodeWriter code, Block block)
    {
        code.Line($"{Vector.Type} v;");
        for (var chunk = block.First; chunk < block.End; chunk++)
        {
            for (var sum = 0; sum < Sums; sum++)
            {
                code.Line($"var {SumName(chunk, sum)} = {Vector.Type}.Zero;");
            }
        }
    }

    private string SumName(int chunk, int sum) => Sums == 1 ? $"a{chunk}" : $"a{chunk}_{sum}";
}
