using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>How the first linear stage without vectors starts the rows behind its own: other neurons, and the logits.</summary>
internal static class ScalarState
{
    /// <summary>The statements; none for a later stage.</summary>
    public static IEnumerable<string> Start(LinearStage stage, StateLayout state)
    {
        if (stage.From is Source.Inputs)
        {
            var first = stage.Rows == state.Neurons ? "FirstLogit" : CSharpText.Integer(stage.Rows);
            yield return $"var start = Interop::MemoryMarshal.CreateReadOnlySpan(ref Compiler::Unsafe.Add(ref StateStart, {first}), "
                + $"{state.Rows - stage.Rows});";
            yield return $"start.CopyTo(Interop::MemoryMarshal.CreateSpan(ref Compiler::Unsafe.Add(ref z, {first}), "
                + $"{state.Rows - stage.Rows}));";
        }
    }
}
