using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Fuzz.Differential;

/// <summary>Inputs of a network: most as its domain has them, some as no sensor should give them.</summary>
internal static class Samples
{
    /// <summary>Whole blocks of every width, and a rest.</summary>
    public const int Count = 37;

    private static readonly float[] s_odd =
    [
        float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.Epsilon, -1e-40f, 1.1754942e-38f, 1e30f, -3e38f,
        float.MaxValue,
    ];

    public static float[] Of(FreeNet net, Random random)
    {
        var inputs = RandomNets.Inputs(net, random.Next(), Count);
        if (net.Domain.Type == InputType.Float32 && !net.Domain.IsBounded)
        {
            for (var sample = 0; sample < Count; sample += 3)
            {
                inputs[(sample * net.Inputs) + random.Next(net.Inputs)] = s_odd[random.Next(s_odd.Length)];
            }
        }

        return inputs;
    }

    public static ReadOnlySpan<float> Sample(this NetworkCase one, int sample) =>
        one.Inputs.AsSpan(sample * one.Net.Inputs, one.Net.Inputs);
}
