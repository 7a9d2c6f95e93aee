using System.Runtime.InteropServices;

namespace Device;

/// <summary>The C interface of freenet.h. Nothing here allocates, throws or keeps state, so any thread may call it.</summary>
internal static unsafe class Exports
{
    private const int Ok = 0;
    private const int NullPointer = -1;
    private const int WrongCount = -2;

    [UnmanagedCallersOnly(EntryPoint = "freenet_inputs")]
    internal static int Inputs() => Model.Inputs;

    [UnmanagedCallersOnly(EntryPoint = "freenet_neurons")]
    internal static int Neurons() => Model.Neurons;

    [UnmanagedCallersOnly(EntryPoint = "freenet_outputs")]
    internal static int Outputs() => Model.Outputs;

    [UnmanagedCallersOnly(EntryPoint = "freenet_predict")]
    internal static int Predict(float* input, float* logits)
    {
        if (input is null || logits is null)
        {
            return NullPointer;
        }

        Model.Predict(new ReadOnlySpan<float>(input, Model.Inputs), new Span<float>(logits, Model.Outputs));
        return Ok;
    }

    [UnmanagedCallersOnly(EntryPoint = "freenet_predict_u8")]
    internal static int PredictBytes(byte* input, float* logits)
    {
        if (input is null || logits is null)
        {
            return NullPointer;
        }

        Model.Predict(new ReadOnlySpan<byte>(input, Model.Inputs), new Span<float>(logits, Model.Outputs));
        return Ok;
    }

    [UnmanagedCallersOnly(EntryPoint = "freenet_predict_batch_u8")]
    internal static int PredictBatchBytes(byte* inputs, int samples, float* logits)
    {
        if (inputs is null || logits is null)
        {
            return NullPointer;
        }

        // A span holds at most 2^31 − 1 values.
        if (samples < 0 || (long)samples * Math.Max(Model.Inputs, Model.Outputs) > int.MaxValue)
        {
            return WrongCount;
        }

        Model.PredictBatch(new ReadOnlySpan<byte>(inputs, samples * Model.Inputs), new Span<float>(logits, samples * Model.Outputs));
        return Ok;
    }

    [UnmanagedCallersOnly(EntryPoint = "freenet_classify")]
    internal static int Classify(float* input) =>
        input is null ? NullPointer : Model.Classify(new ReadOnlySpan<float>(input, Model.Inputs));

    [UnmanagedCallersOnly(EntryPoint = "freenet_classify_u8")]
    internal static int ClassifyBytes(byte* input) =>
        input is null ? NullPointer : Model.Classify(new ReadOnlySpan<byte>(input, Model.Inputs));

    [UnmanagedCallersOnly(EntryPoint = "freenet_self_test")]
    internal static int SelfTest() => Model.SelfTest() ? 1 : 0;
}
