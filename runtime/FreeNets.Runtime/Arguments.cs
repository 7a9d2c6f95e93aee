using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace FreeNets.Runtime;

/// <summary>The checks at the door of every generated method: behind them kernels read and write without any.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Arguments
{
    /// <summary>Checks the spans of one sample.</summary>
    /// <exception cref="ArgumentException">The input has another length than the network takes, or the logits do not fit.</exception>
    public static void CheckSample(int inputLength, int inputs, int logitsLength, int outputs)
    {
        if (inputLength != inputs)
        {
            ThrowInput(inputLength, inputs);
        }

        if (logitsLength < outputs)
        {
            ThrowLogits(logitsLength, outputs);
        }
    }

    /// <summary>Checks the spans of a batch and returns its number of samples.</summary>
    /// <exception cref="ArgumentException">The inputs are not a whole number of samples, or the logits do not fit.</exception>
    public static int CheckBatch(int inputsLength, int inputs, int logitsLength, int outputs)
    {
        var (samples, rest) = Math.DivRem(inputsLength, inputs);
        if (rest != 0)
        {
            ThrowInputs(inputsLength, inputs);
        }

        if (logitsLength < (long)samples * outputs)
        {
            ThrowLogits(logitsLength, (long)samples * outputs);
        }

        return samples;
    }

    /// <summary>Says that the machine has none of the instruction sets that a model was compiled for.</summary>
    /// <exception cref="PlatformNotSupportedException">Always.</exception>
    [DoesNotReturn]
    public static void ThrowNotSupported(string model, string families) => throw new PlatformNotSupportedException(
        $"The model {model} was compiled for {families} only, which this machine lacks; widen or leave out Isa on its FreeNet item.");

    // Texts are made in methods that only throw: kernels have none of that code, nor have native libraries, where it could not run.
    [DoesNotReturn]
    private static void ThrowInput(int length, int inputs) =>
        Throw($"The input has {length} values; the network takes {inputs}.", "input");

    [DoesNotReturn]
    private static void ThrowInputs(int length, int inputs) =>
        Throw($"The inputs have {length} values, which is not a multiple of the network's {inputs}.", "inputs");

    [DoesNotReturn]
    private static void ThrowLogits(int length, long needed) =>
        Throw($"The span for the logits has room for {length} values; {needed} are needed.", "logits");

    [DoesNotReturn]
    private static void Throw(string message, string parameter) => throw new ArgumentException(message, parameter);
}
