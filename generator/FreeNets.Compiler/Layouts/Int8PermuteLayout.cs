using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;
using FreeNets.Model;

namespace FreeNets.Compiler.Layouts;

/// <summary>
/// Integer weights of a linear stage that are not 0, a lane of four bytes a row: in each step every byte picks one of 64 or 128
/// neighbouring inputs.
/// </summary>
/// <param name="Stage">The stage, which reads at least as many inputs as a window has.</param>
/// <param name="Numerics">Its numerics.</param>
/// <param name="Registers">Vectors of 64 inputs that a permute picks from: 1 or 2.</param>
/// <param name="Blocks">The steps.</param>
internal sealed record Int8PermuteLayout(LinearStage Stage, Numerics.Int8 Numerics, int Registers, EquatableArray<PermuteBlock> Blocks)
    : Layout(Stage, $"{Stage.Name}, permutes of bytes")
{
    /// <summary>Inputs of a vector.</summary>
    public const int VectorInputs = 64;

    /// <summary>Inputs that a lane takes a step.</summary>
    private const int PerStep = 4;

    /// <summary>
    /// Cycles of a step, by the registers that it picks from: three multiplications and additions, and one or three permutes.
    /// </summary>
    private static readonly double[] s_stepCycles = [2, 3];

    /// <summary>Steps of all windows.</summary>
    public int Steps => Blocks.Sum(static block => block.Steps);

    /// <summary>Cycles of a sample.</summary>
    public double Cycles => s_stepCycles[Registers - 1] * Steps;

    /// <summary>The layout of least time; null where the inputs do not fill a vector.</summary>
    public static Int8PermuteLayout? Of(LinearStage stage, Numerics.Int8 numerics) => Enumerable.Range(1, 2)
        .Where(registers => registers * VectorInputs <= stage.Width)
        .Select(registers => new Int8PermuteLayout(stage, numerics, registers, PermuteBlock.Of(stage, registers * VectorInputs, PerStep)))
        .OrderBy(static layout => layout.Cycles)
        .FirstOrDefault();

    /// <inheritdoc/>
    public override IReadOnlyList<ConstantTable> Tables()
    {
        var (picks, weights, windows) = (new List<uint>(), new List<uint>(), new List<int>());
        foreach (var block in Blocks)
        {
            foreach (var (run, window) in block.Runs.SelectMany(static run => run.Windows.Select(window => (run, window))))
            {
                windows.Add(window.First);
                var lanes = block.LanesOf(Stage.Weights, window);
                foreach (var (group, index) in run.Order())
                {
                    for (var lane = 0; lane < Machine.Lanes; lane++)
                    {
                        var row = (group * Machine.Lanes) + lane;
                        var inputs = row < block.Rows.Count
                            ? lanes[group][lane].Skip(PerStep * index).Take(PerStep).Select(static input => input.Value).ToArray()
                            : [];
                        picks.Add(Word(inputs, static value => (byte)value));
                        weights.Add(Word(inputs, value => (byte)Numerics.Encoder[block.Rows.First + row, window.First + value]));
                    }
                }
            }
        }

        return
        [
            ConstantTable.Of("EncoderWindows", $"The first input of each window of {Registers * VectorInputs}.", [.. windows]),
            ConstantTable.Of("EncoderStepPicks", "[steps, 16 neurons, 4 bytes]: which of a window's inputs each neuron takes.", [.. picks])
                with { View = ("EncoderPickBytes", "byte"), FillsCacheLines = true },
            ConstantTable.Of("EncoderStepWords", "[steps, 16 neurons, 4 bytes]: their weights, -64 to 64.", [.. weights])
                with { View = ("EncoderStepBytes", "sbyte"), FillsCacheLines = true },
        ];
    }

    private static uint Word(int[] values, Func<int, byte> ofValue)
    {
        var word = 0u;
        for (var i = 0; i < values.Length; i++)
        {
            word |= (uint)ofValue(values[i]) << (8 * i);
        }

        return word;
    }
}
