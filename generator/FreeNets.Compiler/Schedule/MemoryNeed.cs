namespace FreeNets.Compiler.Schedule;

/// <summary>What a prediction needs of the machine's memory, in bytes. There is no heap in it.</summary>
/// <param name="Constants">Weights and tables: read-only data of the library. Check vectors and labels are not counted.</param>
/// <param name="Stack">At most so much of the caller's stack, whichever function is called and whichever instruction set runs.</param>
public sealed record MemoryNeed(long Constants, long Stack)
{
    // Saved registers, spilled vectors and the frames of all methods on the deepest path; a test paints a stack and measures. This is
    // the one part that the C# compiler decides and not we, so the sum is a bound.
    private const int Frames = 4 * 1024;

    // The widest block of a batch.
    private const int Samples = Scheduler.Unit;

    /// <summary>The need of a plan.</summary>
    public static MemoryNeed Of(Plan plan) => new(CompilerLimits.ConstantBytes(plan), StackOf(plan));

    // The self-test is the deepest path: its own logits, and below them a batch or one sample, never both at once.
    private static long StackOf(Plan plan)
    {
        var checks = Math.Min(plan.Net.Checks.Count, Samples);
        var blocks = plan.Choices.Batch ? plan.Paths.Select(path => BlockOf(plan, path)) : [];
        return (sizeof(float) * (checks + 1L) * plan.Net.Outputs) + blocks.Append(SampleOf(plan)).Max() + Frames;
    }

    // A state, and what finds the inputs that are not zero: their places, or of int8 the groups that are not. Below a copy of the inputs
    // where some are not used.
    private static long SampleOf(Plan plan)
    {
        var skipped = (plan.SkipZeroInputs, plan.Int8) switch
        {
            (false, _) => 0,
            (true, null) => (plan.Net.Inputs + Padding + 1L) / 2,
            _ => (plan.Net.Inputs / Int8Layout.Span) + 1,
        };
        return (sizeof(float) * (plan.StateLength + skipped + (plan.UnusedInputs.Count > 0 ? plan.Net.Inputs : 0))) + BytesOf(plan, 1);
    }

    // States with one lane a sample, and beside them a panel of inputs and the partial sums, or states one after the other.
    private static long BlockOf(Plan plan, PathPlan path)
    {
        var lanes = (long)path.Batch.Groups * path.Shape.Lanes;
        return path.RoundedBatch is { } tile
            ? (sizeof(float) * 2L * path.Shape.Lanes * plan.StateLength) + BytesOf(plan, tile.Samples)
            : sizeof(float) * ((3 * Alignment) + (lanes * (plan.StateLength + plan.PanelInputs + (plan.EncoderSums > 1 ? plan.EncoderSums * plan.Net.Neurons : 0))));
    }

    // An int8 encoder takes samples as bytes; floats are copied.
    private static long BytesOf(Plan plan, long samples) => plan.Int8 is null ? 0 : samples * Math.Max(plan.Net.Inputs, Int8Layout.Span);

    // As Aligned.Padding of the runtime.
    private const int Alignment = 15;

    // As NonZero.Padding of the runtime.
    private const int Padding = 64;
}
