using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels;

/// <summary>
/// Writes what kernels that pick by permutes share: windows one by one or in loops, and the steps of <see cref="PermuteSteps"/>.
/// </summary>
internal static class PermuteText
{
    /// <summary>Writes the windows of a block.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="block">The block.</param>
    /// <param name="table">The table of the windows' first inputs.</param>
    /// <param name="window">The place of the block's first window in it.</param>
    /// <param name="writeWindow">Writes one window of a run, given its first input.</param>
    public static void WriteRuns(CodeWriter code, PermuteBlock block, string table, int window, Action<WindowRun, string> writeWindow)
    {
        foreach (var run in block.Runs)
        {
            code.Line();
            if (run.Windows.Count == 1)
            {
                writeWindow(run, CSharpText.Integer(run.Windows[0].First));
            }
            else
            {
                code.Block($"for (nint window = {window}; window < {window + run.Windows.Count}; window++)", () =>
                {
                    code.Line($"nint first = Compiler::Unsafe.Add(ref {table}, window);");
                    writeWindow(run, "first");
                });
            }

            window += run.Windows.Count;
        }
    }

    /// <summary>A step: picked, v, w and picks are the locals that all steps share.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="step">Which one, from where w and picks stand.</param>
    /// <param name="low">The lower 16 values.</param>
    /// <param name="high">The upper 16 values; those once more where there are no others.</param>
    /// <param name="sum">What the products are added to.</param>
    public static void WriteStep(CodeWriter code, int step, string low, string high, string sum)
    {
        var vector = new VectorText(VectorShape.Avx512);
        code.Line(step % PermuteSteps.PerVector == 0
            ? $"picked = Simd::Vector512.LoadUnsafe(ref picks, {step / PermuteSteps.PerVector * Machine.Lanes});"
            : $"picked = Simd::Vector512.ShiftRightLogical(picked, {PermuteSteps.Bits});");
        code.Line(low == high ? $"v = X86::Avx512F.PermuteVar16x32({low}, picked);" : $"v = X86::Avx512F.PermuteVar16x32x2({low}, picked, "
            + $"{high});");
        code.Line($"{sum} = {vector.MultiplyAdd("v", vector.Load("w", (long)step * Machine.Lanes), sum)};");
    }
}
