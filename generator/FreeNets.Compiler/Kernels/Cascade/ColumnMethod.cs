using FreeNets.Compiler.Layouts;
using FreeNets.Model;

namespace FreeNets.Compiler.Kernels.Cascade;

/// <summary>One method of the one-sample cascade; it keeps chunks of the state in registers from start to end.</summary>
/// <param name="Chunks">The chunks it loads first, in vectors of the narrow shape.</param>
/// <param name="Steps">What happens in between, in order.</param>
/// <param name="Stores">The chunks it stores last: those with logits, and those that a later method goes on with.</param>
/// <param name="Finished">The neurons whose z it stores last, for later methods to read.</param>
internal sealed record ColumnMethod(
    EquatableArray<int> Chunks, EquatableArray<ColumnStep> Steps, EquatableArray<int> Stores, EquatableArray<int> Finished);

/// <summary>h of one neuron is added, times its weights, to chunks of the state.</summary>
/// <param name="Source">The neuron.</param>
/// <param name="InRegister">True when the neuron's own chunk is in a register of this method; false: it is read from memory.</param>
/// <param name="Near">The neurons of its own unit of 8 that have an edge from it.</param>
/// <param name="Targets">The chunks that have another weight from it.</param>
internal sealed record ColumnStep(int Source, bool InRegister, EquatableArray<NearWeight> Near, EquatableArray<ChunkWeights> Targets);

/// <summary>The weights from one neuron to one chunk.</summary>
/// <param name="Chunk">The chunk of the state, in vectors of the kernel.</param>
/// <param name="Offset">Where its weights start in ColumnWeights.</param>
internal sealed record ChunkWeights(int Chunk, int Offset);
