using FreeNets.Compiler.Ir;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>How the first linear stage without vectors starts the logits, which its neurons do not cover.</summary>
internal static class ScalarState
{
    /// <summary>The statements; none for a later stage.</summary>
    public static IEnumerable<string> Start(LinearStage stage, StateLayout state)
    {
        if (stage.From is Source.Inputs)
        {
            yield return $"var start = Interop::MemoryMarshal.CreateReadOnlySpan(ref Compiler::Unsafe.Add(ref StateStart, FirstLogit), {state.Outputs});";
            yield return $"start.CopyTo(Interop::MemoryMarshal.CreateSpan(ref Compiler::Unsafe.Add(ref z, FirstLogit), {state.Outputs}));";
        }
    }
}
