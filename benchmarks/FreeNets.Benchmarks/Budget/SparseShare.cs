using FreeNets.Benchmarks.Generated;
using FreeNets.Benchmarks.Peers;
using FreeNets.Benchmarks.Timing;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Benchmarks.Budget;

/// <summary>Time of a random encoder of 784 × 256 at 5 % of the weights ÷ time at 20 %, on images.</summary>
internal static class SparseShare
{
    private const int Inputs = 784;
    private const int Neurons = 256;

    /// <summary>One sample, int8; and a batch of 256, float32.</summary>
    public static (double One, double Batch) Measure(Images images)
    {
        var (thin, thick) = (Encoder(0.05), Encoder(0.2));
        Contestant[] int8 = [Field.Int8("5 %", thin), Field.Int8("20 %", thick)];
        Contestant[] float32 = [Field.Ours("5 %", thin, GeneratedCode.Of(thin)), Field.Ours("20 %", thick, GeneratedCode.Of(thick))];
        return (Round.Run(int8, images, 1).Ratio(int8[0], int8[1]), Round.Run(float32, images, 256).Ratio(float32[0], float32[1]));
    }

    private static FreeNet Encoder(double live)
    {
        var random = new Random(1);
        var net = RandomNets.Create(seed: 1, Inputs, Neurons, outputs: 1, density: 0);
        return net with
        {
            Encoder = net.Encoder.Map(weight => random.NextDouble() < live ? weight.Value : 0),
            Checks = new CheckVectors(),
        };
    }
}
