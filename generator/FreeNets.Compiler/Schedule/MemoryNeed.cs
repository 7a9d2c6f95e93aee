namespace FreeNets.Compiler.Schedule;

/// <summary>What a prediction needs of the machine's memory, in bytes. There is no heap in it.</summary>
/// <param name="Constants">Weights and tables: read-only data of the library. Check vectors and labels are not counted.</param>
/// <param name="Stack">At most so much of the caller's stack, whichever function is called.</param>
public sealed record MemoryNeed(long Constants, long Stack)
{
    // Saved registers, spilled vectors and the frames of all methods on the deepest path; a test paints a stack and measures.
    private const int Frames = 4 * 1024;

    // The widest block of a batch.
    private const int Samples = Scheduler.Unit;

    /// <summary>The need of a plan.</summary>
    public static MemoryNeed Of(Plan plan) => new(CompilerLimits.ConstantBytes(plan), StackOf(plan));

    // The self-test is the deepest path: its own logits, the blocks of a batch, the state of one sample.
    private static long StackOf(Plan plan)
    {
        var (net, checks) = (plan.Net, Math.Min(plan.Net.Checks.Count, Samples));
        var listed = plan.SkipZeroInputs ? (net.Inputs + Padding) / 2L : 0;
        var block = plan.Choices.Batch ? plan.Paths.Select(path => BlockOf(plan, path)).DefaultIfEmpty().Max() : 0;
        var floats = ((checks + 1L) * net.Outputs) + block + plan.StateLength + listed;

        // An int8 encoder takes samples as bytes, and lists the groups of inputs that are not zero.
        var bytes = plan.Int8 is null ? 0 : Samples * (long)Math.Max(net.Inputs, Int8Layout.Span);
        var groups = plan.Int8 is null ? 0 : (net.Inputs / Int8Layout.Span) + 1;
        return (sizeof(float) * (floats + groups)) + bytes + Frames;
    }

    // States with one lane a sample, and beside them a panel of inputs and the partial sums, or states one after the other.
    private static long BlockOf(Plan plan, PathPlan path)
    {
        var lanes = (long)path.Batch.Groups * path.Shape.Lanes;
        return path.RoundedBatch is not null
            ? 2L * path.Shape.Lanes * plan.StateLength
            : (3 * Alignment) + (lanes * (plan.StateLength + plan.PanelInputs + (plan.EncoderSums > 1 ? plan.EncoderSums * plan.Net.Neurons : 0)));
    }

    // As Aligned.Padding of the runtime.
    private const int Alignment = 15;

    // As NonZero.Padding of the runtime.
    private const int Padding = 64;
}
