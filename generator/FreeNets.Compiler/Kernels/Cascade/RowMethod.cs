using FreeNets.Model;

namespace FreeNets.Compiler.Kernels.Cascade;

/// <summary>One method of the batch cascade.</summary>
/// <param name="Groups">Groups of neighbouring rows, in order.</param>
internal sealed record RowMethod(EquatableArray<RowGroup> Groups);

/// <summary>Neighbouring rows (neurons or logits) whose sums run side by side in registers and share each load of h.</summary>
/// <param name="First">The first row of the state.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="Steps">Sources in ascending order.</param>
/// <param name="Finishes">
/// True when these steps complete the rows, sources inside the group included, so that neurons are activated; false when the
/// rows have more sources than fit one method and a later part goes on.
/// </param>
internal sealed record RowGroup(int First, int Count, EquatableArray<RowStep> Steps, bool Finishes);

/// <summary>h of one neuron goes to some rows of a group.</summary>
/// <param name="Source">The neuron.</param>
/// <param name="Targets">Row numbers inside the group, each with the place of its weight in EdgeWeights.</param>
internal sealed record RowStep(int Source, EquatableArray<RowWeight> Targets);

/// <summary>One weight of a <see cref="RowStep"/>.</summary>
/// <param name="Row">The row inside the group.</param>
/// <param name="Offset">The place in EdgeWeights.</param>
internal sealed record RowWeight(int Row, int Offset);
