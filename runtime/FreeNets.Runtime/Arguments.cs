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
            Throw($"The input has {inputLength} values; the network takes {inputs}.", "input");
        }

        if (logitsLength < outputs)
        {
            ThrowLogits(logitsLength, outputs);
        }
    }

    /// <summary>Checks the spans of a batch and returns its number of samples.</summary>
    /// <exception cref="ArgumentException">The inputs are no whole number of samples, or the logits do not fit.</exception>
    public static int CheckBatch(int inputsLength, int inputs, int logitsLength, int outputs)
    {
        var (samples, rest) = Math.DivRem(inputsLength, inputs);
        if (rest != 0)
        {
            Throw($"The inputs have {inputsLength} values, which is no multiple of the network's {inputs}.", "inputs");
        }

        if (logitsLength < (long)samples * outputs)
        {
            ThrowLogits(logitsLength, (long)samples * outputs);
        }

        return samples;
    }

    private static void ThrowLogits(int length, long needed) =>
        Throw($"The span for the logits has room for {length} values; {needed} are needed.", "logits");

    [DoesNotReturn]
    private static void Throw(string message, string parameter) => throw new ArgumentException(message, parameter);
}
