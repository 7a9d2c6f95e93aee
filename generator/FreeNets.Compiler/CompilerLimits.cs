using FreeNets.Compiler.Emit;
using FreeNets.Model;

namespace FreeNets.Compiler;

/// <summary>What straight-line code is generated for. Beyond, the C# compiler or the stack would give way without a word.</summary>
public static class CompilerLimits
{
    /// <summary>Neurons and outputs together: a batch keeps 2 × 16 × 4 bytes a row of the state on the stack.</summary>
    public const int MaxRows = 4_096;

    /// <summary>Edges and non-zero decoder weights together: each is a statement in the batch code of every instruction set.</summary>
    public const int MaxStraightLineWeights = 65_536;

    /// <summary>Null when code can be generated; otherwise a sentence that says what is too large.</summary>
    public static string? Check(FreeNet net)
    {
        if ((long)net.Neurons + net.Outputs > MaxRows)
        {
            return $"The network has {CSharpText.Number((long)net.Neurons + net.Outputs)} neurons and outputs; "
                + $"code is generated for at most {CSharpText.Number(MaxRows)}.";
        }

        var live = MultiplyAdds.Live(net);
        return live.Cascade + live.Decoder > MaxStraightLineWeights
            ? $"The network has {CSharpText.Number(live.Cascade + live.Decoder)} edges and decoder weights; "
                + $"straight-line code is generated for at most {CSharpText.Number(MaxStraightLineWeights)}. Train with a larger epsilon or fewer neurons."
            : null;
    }
}
