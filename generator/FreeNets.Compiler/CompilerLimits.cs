using FreeNets.Compiler.Emit;
using FreeNets.Model;

namespace FreeNets.Compiler;

/// <summary>What code is generated for. Beyond, the stack would give way without a word.</summary>
public static class CompilerLimits
{
    /// <summary>Neurons and outputs together: a batch keeps 2 × 16 × 4 bytes a row of the state on the stack.</summary>
    public const int MaxRows = 4_096;

    /// <summary>Null when code can be generated; otherwise a sentence that says what is too large.</summary>
    public static string? Check(FreeNet net) => (long)net.Neurons + net.Outputs > MaxRows
        ? $"The network has {CSharpText.Number((long)net.Neurons + net.Outputs)} neurons and outputs; "
            + $"code is generated for at most {CSharpText.Number(MaxRows)}."
        : null;
}
