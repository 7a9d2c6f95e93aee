using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>Writes what kernels that run down the lists of <see cref="SparseLayout"/> share.</summary>
internal static class ListText
{
    /// <summary>
    /// The lists of a panel and a sum, one after the other: list is the first of them, entry its first entry, rows the rows that take turns,
    /// inputs and weights the tables.
    /// </summary>
    /// <param name="code">Where to.</param>
    /// <param name="lists">The layout.</param>
    /// <param name="writeRows">Writes the loop over a list's entries, up to the start of the next, for so many rows.</param>
    public static void Write(CodeWriter code, SparseLayout lists, Action<int> writeRows)
    {
        code.Line($"nint entry = Compiler::Unsafe.Add(ref {lists.Starts}, list);");
        code.Line($"ref int rows = ref Compiler::Unsafe.Add(ref {lists.RowTable}, list * {SparseLayout.Rows});");
        code.Line($"ref int inputs = ref {lists.Inputs};");
        code.Line($"ref float weights = ref {lists.Weights};");
        var (whole, left) = (lists.Stage.Rows / SparseLayout.Rows, lists.Stage.Rows % SparseLayout.Rows);
        if (whole > 0)
        {
            code.Block($"for (nint last = list + {whole}; list < last; list++)", () =>
            {
                WriteRows(SparseLayout.Rows);
                code.Line($"rows = ref Compiler::Unsafe.Add(ref rows, {SparseLayout.Rows});");
            });
        }

        if (left > 0)
        {
            code.Line();
            code.Block(() => WriteRows(left));
        }

        void WriteRows(int rows)
        {
            code.Line($"nint end = Compiler::Unsafe.Add(ref {lists.Starts}, list + 1);");
            writeRows(rows);
        }
    }
}
