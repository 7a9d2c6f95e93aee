using System.Buffers.Binary;
using FreeNets.Trainer.Training;

namespace FreeNets.Trainer.Commands.Training;

/// <summary>Co-activations as a line of the log.</summary>
/// <param name="Event">What the line is.</param>
/// <param name="When">See <see cref="StatisticsSnapshot.When"/>.</param>
/// <param name="Neurons">k.</param>
/// <param name="Ncam">The strict lower triangle, row by row, as little-endian float32 in base64.</param>
/// <param name="Ncim">The same of NCIM.</param>
/// <param name="Graph">G in base64.</param>
internal sealed record StatisticsLine(string Event, string When, int Neurons, string Ncam, string Ncim, string Graph)
{
    public static StatisticsLine Of(StatisticsSnapshot snapshot)
    {
        var (matrices, neurons) = (snapshot.CoActivations, snapshot.CoActivations.Neurons);
        return new StatisticsLine(
            "statistics", snapshot.When, neurons, Triangle(neurons, matrices.Ncam), Triangle(neurons, matrices.Ncim),
            Convert.ToBase64String(snapshot.Graph.ToBytes()));
    }

    private static string Triangle(int neurons, Func<int, int, double> entry)
    {
        var bytes = new byte[neurons * (neurons - 1) / 2 * sizeof(float)];
        var rest = bytes.AsSpan();
        for (var i = 0; i < neurons; i++)
        {
            for (var j = 0; j < i; j++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(rest, (float)entry(i, j));
                rest = rest[sizeof(float)..];
            }
        }

        return Convert.ToBase64String(bytes);
    }
}
