using FreeNets.Compiler.Machines;

namespace FreeNets.Compiler.Schedule;

/// <summary>What a prediction needs of the machine's memory, in bytes. There is no heap in it.</summary>
/// <param name="Constants">Weights and tables: read-only data of the library. Check vectors and labels are not counted.</param>
/// <param name="Stack">At most so much of the caller's stack, whichever function is called and whichever instruction set runs.</param>
public sealed record MemoryNeed(long Constants, long Stack)
{
    // Saved registers, spilled vectors and the frames of all methods on the deepest path; a test paints a stack and measures. This is
    // the one part that the C# compiler decides and not we, so the sum is a bound.
    private const int Frames = 4 * 1024;

    /// <summary>The need of a plan.</summary>
    public static MemoryNeed Of(Plan plan) => new(plan.ConstantBytes, StackOf(plan));

    // The self-test is the deepest path: its own logits, and below them a batch or one sample, never both at once.
    private static long StackOf(Plan plan)
    {
        var checks = Math.Min(plan.Net.Checks.Count, Machine.Lanes);
        var state = sizeof(float) * (long)plan.Program.State.Length;

        // A sample whose logits are NaN runs again on a copy of its inputs.
        var copy = plan.UnusedInputs.Count > 0 ? sizeof(float) * plan.Net.Inputs : 0;
        var samples = plan.Paths.Select(path => state + copy + path.OneSample.Sum(static kernel => kernel.StackBytes));
        var blocks = plan.Paths
            .Where(static path => path.Block.Count > 0)
            .Select(path => (2 * path.Shape.Lanes * state) + path.Block.Sum(static kernel => kernel.StackBytes));
        return (sizeof(float) * (checks + 1L) * plan.Net.Outputs) + samples.Concat(blocks).Max() + Frames;
    }
}
