using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>How the first linear stage without vectors starts the logits, which its neurons do not cover.</summary>
internal static class ScalarState
{
    /// <summary>The statements; none for a later stage.</summary>
    public static IEnumerable<string> Start(LinearStage stage, StateLayout state)
    {
        if (stage.From is Source.Inputs)
        {
            yield return
                $"Interop::MemoryMarshal.CreateReadOnlySpan(ref {CSharpText.At("StateStart", state.Neurons)}, {state.Outputs})"
                + $".CopyTo(Interop::MemoryMarshal.CreateSpan(ref {CSharpText.At("z", state.Neurons)}, {state.Outputs}));";
        }
    }
}
