using FreeNets.Compiler.Optimise;
using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>Lays out which inputs the dense encoder of one sample reads, where some are used by no weight.</summary>
internal static class InputRounds
{
    /// <summary>See <see cref="Plan.InputRounds"/>; empty where leaving inputs out does not pay for looking up the others.</summary>
    public static int[] Of(FreeNet net, int sums)
    {
        var used = UsedInputs.Of(net);
        var bySum = Enumerable.Range(0, sums).Select(sum => used.Where(input => input % sums == sum).ToArray()).ToArray();
        var rounds = bySum.Max(static inputs => inputs.Length);
        if (rounds * sums > CostModel.ListedInputs * net.Inputs)
        {
            return [];
        }

        var isUsed = new HashSet<int>(used);
        var filler = Enumerable.Range(0, net.Inputs).First(input => !isUsed.Contains(input));
        return Enumerable.Range(0, Math.Max(1, rounds) * sums)
            .Select(place => place / sums < bySum[place % sums].Length ? bySum[place % sums][place / sums] : filler)
            .ToArray();
    }
}
