using FreeNets.Trainer.Runs;
using Google.Protobuf;
using Tensorboard;

namespace FreeNets.Trainer.Reports.TensorBoard;

/// <summary>A run as an event file that TensorBoard reads: scalars by epoch, and edges by training step where they were logged.</summary>
internal static class EventFile
{
    /// <summary>What the file is called in the folder of its run. TensorBoard asks for the middle part and a number.</summary>
    public const string Name = "events.out.tfevents.0.freenets";

    /// <summary>The bytes of the file. Its clock is the training time since the run began: the same log gives the same bytes.</summary>
    public static byte[] Bytes(RunLog run)
    {
        using var stream = new MemoryStream();
        Write(stream, new Event { FileVersion = "brain.Event:2" });
        var seconds = 0.0;
        for (var i = 0; i < run.Epochs.Count; i++)
        {
            var epoch = run.Epochs[i];
            seconds += epoch.Seconds;
            Write(stream, Scalars(i + 1, seconds,
                ("loss/train", epoch.Loss),
                ("accuracy/train", epoch.TrainAccuracy),
                ("accuracy/test", epoch.TestAccuracy),
                ("edges/by_epoch", epoch.LiveEdges)));
        }

        foreach (var update in run.Updates)
        {
            Write(stream, Scalars(update.Step, 0,
                ("edges/by_step", update.LiveEdges), ("edges/pruned", update.Pruned), ("edges/added", update.Added)));
        }

        return stream.ToArray();
    }

    private static Event Scalars(long step, double seconds, params (string Tag, double Value)[] scalars)
    {
        var summary = new Summary();
        summary.Value.AddRange(scalars.Select(static scalar =>
            new Summary.Types.Value { Tag = scalar.Tag, SimpleValue = (float)scalar.Value }));
        return new Event { Step = step, WallTime = seconds, Summary = summary };
    }

    private static void Write(Stream stream, Event entry) => TfRecord.Write(stream, entry.ToByteArray());
}
