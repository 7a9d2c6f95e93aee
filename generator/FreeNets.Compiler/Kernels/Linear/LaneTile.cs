using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>The innermost block of a matrix product with a lane per sample: its sums stay in registers while inputs go by.</summary>
internal static class LaneTile
{
    /// <summary>Writes a method that adds products of count values to a; a row of w is stride floats.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="name">The method's name.</param>
    /// <param name="vector">The vectors.</param>
    /// <param name="tile">Rows, and vectors of samples, of the block.</param>
    /// <param name="groupLength">Floats of a from one vector of samples to the next's.</param>
    /// <param name="xStep">Floats of x from one value to the next.</param>
    public static void Write(CodeWriter code, string name, VectorText vector, (int Rows, int Groups) tile, int groupLength, int xStep)
    {
        var lanes = vector.Lanes;
        var sums =
            from row in Enumerable.Range(0, tile.Rows)
            from @group in Enumerable.Range(0, tile.Groups)
            select (Name: $"a{row}_{@group}", Offset: (row * lanes) + (@group * groupLength));
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {name}(ref float x, ref float w, ref float a, nint count, nint stride)", () =>
        {
            code.Line($"{vector.Type} v, {string.Join(", ", Enumerable.Range(0, tile.Groups).Select(static g => $"x{g}"))};");
            foreach (var (sum, offset) in sums)
            {
                code.Line($"var {sum} = {vector.Load("a", offset)};");
            }

            code.Block("for (; count > 0; count--)", () =>
            {
                for (var group = 0; group < tile.Groups; group++)
                {
                    code.Line($"x{group} = {vector.Load("x", group * lanes)};");
                }

                for (var row = 0; row < tile.Rows; row++)
                {
                    code.Line($"v = {vector.Broadcast(CSharpText.At("w", row))};");
                    for (var group = 0; group < tile.Groups; group++)
                    {
                        code.Line($"a{row}_{group} = {vector.MultiplyAdd($"x{group}", "v", $"a{row}_{group}")};");
                    }
                }

                code.Line($"x = ref Compiler::Unsafe.Add(ref x, {xStep});");
                code.Line("w = ref Compiler::Unsafe.Add(ref w, stride);");
            });
            foreach (var (sum, offset) in sums)
            {
                code.Line($"{vector.Store(sum, "a", offset)};");
            }
        });
        code.Line();
    }
}
