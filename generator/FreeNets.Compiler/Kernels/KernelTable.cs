using FreeNets.Compiler.Kernels.Activations;
using FreeNets.Compiler.Kernels.Cascade;
using FreeNets.Compiler.Kernels.Linear;

namespace FreeNets.Compiler.Kernels;

/// <summary>Every kernel there is. A kernel plans itself for a request, or returns null where it cannot or should not run.</summary>
internal static class KernelTable
{
    /// <summary>In order of preference: the first that plans itself runs.</summary>
    private static readonly Func<KernelRequest, Kernel?>[] s_kernels =
    [
        Int8Permutes.Plan,
        Int8CacheLines.Plan,
        Int8Units.Plan,
        HalfRows.Plan,
        SparsePermutes.Plan,
        CacheLineRows.Plan,
        NonZeroRows.Plan,
        ListedRows.Plan,
        DenseRows.Plan,
        SharedRows.Plan,
        SparseLanes.Plan,
        LaneSamples.Plan,
        LaneRows.Plan,
        ScalarInt8.Plan,
        ScalarHalf.Plan,
        ScalarLists.Plan,
        ScalarRows.Plan,
        LevelPermutes.Plan,
        Columns.Plan,
        ColumnLoop.Plan,
        RowGroups.Plan,
        RowLoop.Plan,
        ScalarCascade.Plan,
        Activate.Plan,
        Softmax.Plan,
    ];

    /// <summary>The kernel for a request; null where none can run.</summary>
    public static Kernel? Choose(KernelRequest request) =>
        s_kernels.Select(plan => plan(request)).FirstOrDefault(static kernel => kernel is not null);
}
