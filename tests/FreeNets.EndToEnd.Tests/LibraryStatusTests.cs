using System.Runtime.InteropServices;

namespace FreeNets.EndToEnd.Tests;

/// <summary>What a native library answers to wrong arguments; it is loaded into this process, beside the runtime that is here.</summary>
[Collection(ModelLibraryTests.Name)]
public sealed class LibraryStatusTests : IDisposable
{
    private const int Ok = 0;
    private const int NullPointer = -1;
    private const int WrongSize = -2;
    private const int NotANumber = -5;

    private readonly ModelLibrary _model;
    private readonly nint _library;

    public LibraryStatusTests(ModelLibrary model)
    {
        _model = model;
        _library = ModelLibrary.CanBuild ? NativeLibrary.Load(Path.Combine(model.Folder, "libmodel.so")) : 0;
    }

    private delegate int Predict(byte[]? input, nuint inputs, float[]? logits, nuint outputs);

    private delegate int Classify(byte[]? input, nuint inputs);

    private delegate int PredictFloats(float[] input, nuint inputs, float[] logits, nuint outputs);

    private delegate int ClassifyFloats(float[] input, nuint inputs);

    private delegate int Status();

    private delegate nint Text();

    private delegate nint Label(int output);

    [SkippableFact]
    public void Null_pointers_and_wrong_sizes_have_a_status_and_a_text()
    {
        ModelLibrary.NeedCompiler();
        var (inputs, outputs) = ((nuint)_model.Net.Inputs, (nuint)_model.Net.Outputs);
        var (input, logits) = (new byte[2 * inputs], new float[2 * outputs]);
        var (predict, batch, classify) =
            (Function<Predict>("predict_u8"), Function<Predict>("predict_batch_u8"), Function<Classify>("classify_u8"));
        Assert.Equal(Ok, predict(input, inputs, logits, outputs));
        Assert.Equal(Ok, batch(input, 2 * inputs, logits, 2 * outputs));
        Assert.Equal(Ok, batch(input, 0, logits, 0));

        Assert.Equal(NullPointer, predict(null, inputs, logits, outputs));
        Assert.Equal(NullPointer, predict(input, inputs, null, outputs));
        Assert.Equal(NullPointer, batch(null, inputs, logits, outputs));
        Assert.Equal(NullPointer, classify(null, inputs));
        Assert.Equal("A pointer is NULL.", Read("last_error"));

        Assert.Equal(WrongSize, predict(input, inputs - 1, logits, outputs));
        Assert.Equal(WrongSize, predict(input, inputs, logits, outputs - 1));
        Assert.Equal(WrongSize, batch(input, inputs + 1, logits, 2 * outputs));
        Assert.Equal(WrongSize, batch(input, 2 * inputs, logits, (2 * outputs) - 1));
        Assert.Equal(WrongSize, classify(input, 0));
        Assert.StartsWith("The input must have exactly", Read("last_error"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Not_a_number_is_no_class()
    {
        ModelLibrary.NeedCompiler();
        var (input, logits) = (new float[_model.Net.Inputs], new float[_model.Net.Outputs]);
        Array.Fill(input, float.NaN);
        Assert.Equal(NotANumber, Function<ClassifyFloats>("classify")(input, (nuint)input.Length));
        Assert.StartsWith("The logits are not a number", Read("last_error"), StringComparison.Ordinal);
        Assert.Equal(Ok, Function<PredictFloats>("predict")(input, (nuint)input.Length, logits, (nuint)logits.Length));
        Assert.All(logits, static logit => Assert.Equal(float.NaN, logit));
    }

    [SkippableFact]
    public void The_last_error_is_the_threads_own()
    {
        ModelLibrary.NeedCompiler();
        Assert.Equal(NullPointer, Function<Classify>("classify_u8")(null, 0));
        var other = "";
        var thread = new Thread(() => other = Read("last_error"));
        thread.Start();
        thread.Join();
        Assert.Equal(("A pointer is NULL.", ""), (Read("last_error"), other));
    }

    [SkippableFact]
    public void Labels_hash_and_self_test_are_the_models()
    {
        ModelLibrary.NeedCompiler();
        var label = Function<Label>("label");
        Assert.Equal(_model.Net.Labels, Enumerable.Range(0, 10).Select(output => Marshal.PtrToStringUTF8(label(output))!));
        Assert.Equal((0, 0), (label(-1), label(10)));
        Assert.Contains(Read("model_hash"), File.ReadAllText(_model.In("model.fnet")), StringComparison.Ordinal);
        Assert.Contains("#define MODEL_MODEL_HASH "
            + $"\"{Read("model_hash")}\"", File.ReadAllText(Path.Combine(_model.Folder, "model.h")), StringComparison.Ordinal);
        Assert.Equal(Ok, Function<Status>("self_test")());
    }

    public void Dispose()
    {
        if (_library != 0)
        {
            NativeLibrary.Free(_library);
        }
    }

    private string Read(string name) => Marshal.PtrToStringUTF8(Function<Text>(name)())!;

    private T Function<T>(string name)
        where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(_library, $"model_{name}"));
}
