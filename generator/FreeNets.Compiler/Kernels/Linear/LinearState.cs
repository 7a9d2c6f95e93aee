using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>How a linear stage leaves the state of one sample: the first stage starts it, a later one adds to it.</summary>
internal static class LinearState
{
    /// <summary>What sums of a slice are added to, from a lane of the slice on.</summary>
    public static string Start(LinearStage stage, VectorText vector, int lane) =>
        stage.From is Source.Inputs ? vector.Load("StateStart", stage.To.First + lane) : vector.Load("z", stage.To.First + lane);

    /// <summary>
    /// The chunk behind the last that a block of neurons stores: with the last neurons the first stage starts what is behind them.
    /// </summary>
    public static int EndOf(LinearStage stage, StateLayout state, VectorText vector, int end) =>
        stage.From is Source.Inputs && end * vector.Lanes >= stage.Rows ? state.Length / vector.Lanes : end;

    /// <summary>Writes the state of some chunks of neurons, of one sample.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="state">The state.</param>
    /// <param name="vector">The vectors.</param>
    /// <param name="chunks">From the first to the one behind the last.</param>
    /// <param name="sums">The names of a chunk's partial sums, which are added up in the first of them.</param>
    public static void Write(
        CodeWriter code, LinearStage stage, StateLayout state, VectorText vector, (int First, int End) chunks, Func<int,
        IEnumerable<string>> sums)
    {
        // A row of weights ends inside the last vector.
        var neurons = stage.Rows - ((chunks.End - 1) * vector.Lanes);
        var masks = neurons < vector.Lanes;
        code.Line();
        if (masks)
        {
            vector.WriteMask(code, neurons);
        }

        code.Line($"{vector.Type} start;");
        for (var chunk = chunks.First; chunk < EndOf(stage, state, vector, chunks.End); chunk++)
        {
            code.Line($"start = {Start(stage, vector, chunk * vector.Lanes)};");
            var value = "start";
            if (chunk < chunks.End)
            {
                var total = WriteTotal(code, vector, [.. sums(chunk)], isMasked: masks && chunk == chunks.End - 1);
                value = $"{total} + start";
            }

            code.Line($"{vector.Store(value, "z", stage.To.First + (chunk * vector.Lanes))};");
        }
    }

    private static string WriteTotal(CodeWriter code, VectorText vector, string[] sums, bool isMasked)
    {
        if (sums.Length > 1)
        {
            code.Line($"{sums[0]} = {string.Join(" + ", sums)};");
        }

        if (isMasked)
        {
            code.Line($"{sums[0]} = {vector.Masked(sums[0])};");
        }

        return sums[0];
    }

    /// <summary>A value as a float, of x.</summary>
    public static string Value(this LinearStage stage, string index) =>
        stage.From is Source.Inputs ? $"Raw(ref x, {index})" : $"Compiler::Unsafe.Add(ref x, {index})";

    /// <summary>An input as a float, of one of several samples that x holds.</summary>
    public static string Value(this LinearStage stage, string index, int sample)
    {
        // Each input's own normalisation is found by its place in the sample.
        var skipped = sample * (long)stage.Width;
        return stage.From is Source.Inputs { NormalisesEach: true }
            ? $"Raw(ref {CSharpText.At("x", skipped)}, {index})"
            : $"Raw(ref x, {CSharpText.Sum(index, skipped)})";
    }

    /// <summary>A method over the values x: generic in their type where they are inputs.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="name">Its name.</param>
    /// <param name="parameters">What it takes behind x.</param>
    public static string Method(this LinearStage stage, string name, string parameters) => stage.From is Source.Inputs
        ? $"private static void {name}<T>(ref T x, {parameters})\n    where T : unmanaged"
        : $"private static void {name}(ref float x, {parameters})";

    /// <summary>The argument that hands a kernel its values.</summary>
    public static string Input(this LinearStage stage) =>
        stage.From is Source.State { Neurons.First: var first } ? $"ref {CSharpText.At("z", first)}" : "ref x";
}
