using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>Finds the inputs that some weight uses. The others stay in the interface; the scheduler may leave their rows out.</summary>
public static class UsedInputs
{
    /// <summary>The inputs with a non-zero encoder weight, ascending.</summary>
    public static int[] Of(FreeNet net)
    {
        var isUsed = new bool[net.Inputs];
        foreach (var weight in net.Encoder.NonZero())
        {
            isUsed[weight.Column] = true;
        }

        return Enumerable.Range(0, net.Inputs).Where(input => isUsed[input]).ToArray();
    }

    /// <summary>The inputs without, ascending.</summary>
    public static int[] Others(FreeNet net) => [.. Enumerable.Range(0, net.Inputs).Except(Of(net))];

    /// <summary>How many inputs no weight uses; null when all are used.</summary>
    public static string? Note(FreeNet before, FreeNet after)
    {
        var unused = before.Inputs - Of(before).Length;
        return unused == 0 ? null : $"{unused} of {before.Inputs} are read by no weight";
    }
}
