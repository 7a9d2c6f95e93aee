using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>How a network will run: layout of state and weights, and one <see cref="PathPlan"/> an instruction-set family.</summary>
/// <remarks>
/// The state of one sample is a row of <see cref="StateLength"/> floats: z of every neuron, then the logits, then padding to 16.
/// The encoder fills it (logits start at their bias); the cascade turns z into h on the fly and adds it to later neurons and to
/// logits alike, so the decoder is no stage of its own.
/// </remarks>
public sealed record Plan
{
    /// <summary>The optimised network, its encoder rounded to the precision chosen.</summary>
    public required FreeNet Net { get; init; }

    /// <summary>Whether inputs are normalised while they are read, since that is not folded into the encoder.</summary>
    public bool Normalises => Net.Domain is not { Mean: 0, Scale: 1 };

    /// <summary>What the user chose.</summary>
    public required CodeChoices Choices { get; init; }

    /// <summary>Floats of one sample's state, a multiple of 16.</summary>
    public required int StateLength { get; init; }

    /// <summary>
    /// Independent partial sums of the encoder: input p goes to sum p mod this number. Narrow networks need several to hide the
    /// latency of FMA. The same for every family, so that all families with FMA give the same bits.
    /// </summary>
    public required int EncoderSums { get; init; }

    /// <summary>
    /// True when the encoder of one sample first gathers the non-zero inputs and then reads no weights of the others: exact, and
    /// faster where the training data had enough zeros. Batches always run dense.
    /// </summary>
    public required bool SkipZeroInputs { get; init; }

    /// <summary>
    /// The inputs that the dense encoder of one sample reads, in rounds of <see cref="EncoderSums"/>, each at the place of its sum; empty
    /// when it reads all. Rounds are filled up with inputs that no weight uses, so sums are the same bits either way.
    /// </summary>
    public required EquatableArray<int> InputRounds { get; init; }

    /// <summary>
    /// The inputs that no weight uses, without which a sample runs again when its logits are NaN. Empty where a copy of a sample would
    /// not fit the stack.
    /// </summary>
    public required EquatableArray<int> UnusedInputs { get; init; }

    /// <summary>Where the float32 encoder's weights are.</summary>
    public required EncoderLayout Encoder { get; init; }

    /// <summary>Inputs that a batch turns into lanes at a time; a multiple of <see cref="EncoderSums"/>.</summary>
    public required int PanelInputs { get; init; }

    /// <summary>All constants, in the order of use.</summary>
    public required PackedWeights Weights { get; init; }

    /// <summary>The encoder in 16-bit floating point; null for other precisions.</summary>
    public HalfLayout? Half { get; init; }

    /// <summary>The encoder in whole numbers; null for other precisions.</summary>
    public Int8Layout? Int8 { get; init; }

    /// <summary>The tables of the cascade as packed loops; null when it is straight-line code.</summary>
    public required LoopLayout? Loops { get; init; }

    /// <summary>The tables of the path without vectors; null when the user left it out.</summary>
    public required ScalarLayout? Scalar { get; init; }

    /// <summary>One plan a family with vectors, widest first; none when the user wants no vectors.</summary>
    public required EquatableArray<PathPlan> Paths { get; init; }
}

/// <summary>The code of one instruction-set family; straight lines are cut into methods that the JIT still optimises.</summary>
/// <param name="Shape">The family.</param>
/// <param name="SingleShape">The vectors of the encoder for one sample.</param>
/// <param name="Single">Its register block.</param>
/// <param name="Batch">The encoder's register block for a batch.</param>
/// <param name="Split">How a batch is split; null when the encoder is of lower precision or batches run one by one.</param>
/// <param name="RoundedBatch">What takes its place when the encoder is of lower precision; else null.</param>
/// <param name="Columns">One sample: methods of column steps; none when the cascade runs as loops.</param>
/// <param name="Rows">One lane a sample: methods of row groups; none when the cascade runs as loops.</param>
public sealed record PathPlan(
    VectorShape Shape,
    VectorShape SingleShape,
    EncoderTile Single,
    BatchTile Batch,
    BatchSplit? Split,
    EncoderTile? RoundedBatch,
    EquatableArray<ColumnMethod> Columns,
    EquatableArray<RowMethod> Rows);

/// <summary>A register block of the encoder with one lane a neuron; times the partial sums.</summary>
/// <param name="Samples">Samples that share each load of weights.</param>
/// <param name="Chunks">Vectors of neurons.</param>
public sealed record EncoderTile(int Samples, int Chunks);

/// <summary>
/// The encoder's register block for a batch, one lane a sample: each weight is loaded once for all lane groups, each vector of inputs
/// once for all neurons, and no lane holds anything but a sample whatever the number of neurons.
/// </summary>
/// <param name="Groups">Vectors of samples; a batch with fewer left runs on one.</param>
/// <param name="Neurons">Neurons; the last blocks may hold one less.</param>
public sealed record BatchTile(int Groups, int Neurons);

/// <summary>One method of the one-sample cascade; it keeps chunks of the state in registers from start to end.</summary>
/// <param name="Chunks">The chunks it loads first, in vectors of <see cref="VectorShape.Narrow"/>.</param>
/// <param name="Steps">What happens in between, in order.</param>
/// <param name="Stores">The chunks it stores last: those with logits, and those that a later method goes on with.</param>
/// <param name="Finished">The neurons whose z it stores last, for later methods to read.</param>
public sealed record ColumnMethod(EquatableArray<int> Chunks, EquatableArray<ColumnStep> Steps, EquatableArray<int> Stores, EquatableArray<int> Finished);

/// <summary>h of one neuron is added, times its weights, to chunks of the state.</summary>
/// <param name="Source">The neuron.</param>
/// <param name="InRegister">True when the neuron's own chunk is in a register of this method; false: it is read from memory.</param>
/// <param name="Near">The neurons of its own unit of 8 that have an edge from it.</param>
/// <param name="Targets">The chunks that have another weight from it.</param>
public sealed record ColumnStep(int Source, bool InRegister, EquatableArray<NearWeight> Near, EquatableArray<ChunkWeights> Targets);

/// <summary>The weight of an edge inside a unit of 8 neurons.</summary>
/// <param name="Target">The later neuron.</param>
/// <param name="Offset">The place in <see cref="PackedWeights.Near"/>.</param>
public sealed record NearWeight(int Target, int Offset);

/// <summary>The weights from one neuron to one chunk.</summary>
/// <param name="Chunk">The chunk of the state, in vectors of <see cref="VectorShape.Narrow"/>.</param>
/// <param name="Offset">Where its weights start in <see cref="PackedWeights.Columns"/>.</param>
public sealed record ChunkWeights(int Chunk, int Offset);

/// <summary>One method of the batch cascade.</summary>
/// <param name="Groups">Groups of neighbouring rows, in order.</param>
public sealed record RowMethod(EquatableArray<RowGroup> Groups);

/// <summary>Neighbouring rows (neurons or logits) whose sums run side by side in registers and share each load of h.</summary>
/// <param name="First">The first row of the state.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="Steps">Sources in ascending order.</param>
/// <param name="Finishes">
/// True when these steps complete the rows, sources inside the group included, so that neurons are activated; false when the
/// rows have more sources than fit one method and a later part goes on.
/// </param>
public sealed record RowGroup(int First, int Count, EquatableArray<RowStep> Steps, bool Finishes);

/// <summary>h of one neuron goes to some rows of a group.</summary>
/// <param name="Source">The neuron.</param>
/// <param name="Targets">Row numbers inside the group, each with the place of its weight in <see cref="PackedWeights.Edges"/>.</param>
public sealed record RowStep(int Source, EquatableArray<RowWeight> Targets);

/// <summary>One weight of a <see cref="RowStep"/>.</summary>
/// <param name="Row">The row inside the group.</param>
/// <param name="Offset">The place in <see cref="PackedWeights.Edges"/>.</param>
public sealed record RowWeight(int Row, int Offset);

/// <summary>All constants of a network, laid out as the kernels read them.</summary>
/// <param name="Encoder">
/// As <see cref="Plan.Encoder"/> lays it out; empty when the encoder is held otherwise.
/// </param>
/// <param name="Bias">[<see cref="Plan.StateLength"/>]: what the state starts from.</param>
/// <param name="Columns">
/// For each neuron, 8 weights for each 8 lanes of the state that it reaches, 16 for 16 in loops; 0 where there is no edge.
/// </param>
/// <param name="Near">One weight an edge inside a unit of 8 neurons, by source; empty when the cascade runs as loops.</param>
/// <param name="Edges">
/// One weight an edge and a non-zero decoder weight, by group of rows, source, row; empty when the cascade runs as loops.
/// </param>
public sealed record PackedWeights(
    EquatableArray<float> Encoder,
    EquatableArray<float> Bias,
    EquatableArray<float> Columns,
    EquatableArray<float> Near,
    EquatableArray<float> Edges);
