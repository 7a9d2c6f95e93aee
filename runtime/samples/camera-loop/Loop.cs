using System.Diagnostics;

namespace CameraLoop;

/// <summary>The loop: wait for the frame's time, read it, classify it, note how long that took.</summary>
internal sealed class Loop(Stream source, byte[] frame)
{
    private readonly Latencies _latencies = new();
    private readonly long[] _perOutput = new long[Model.Outputs];
    private long _late;

    /// <summary>Bytes of managed memory that the loop allocated after its first frame.</summary>
    public long Allocated { get; private set; }

    /// <summary>Classifies up to <paramref name="frames"/> frames, <paramref name="rate"/> a second.</summary>
    public void Run(int rate, int frames)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < frames; i++)
        {
            if (i == 1)
            {
                // What the first frame set up, such as the stream's inner parts, is not the steady state.
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            WaitUntil(start + (i * Stopwatch.Frequency / rate));
            if (!Read())
            {
                break;
            }

            var began = Stopwatch.GetTimestamp();
            _perOutput[Model.Classify(frame)]++;
            _latencies.Add(Stopwatch.GetTimestamp() - began);
            if (Stopwatch.GetTimestamp() > start + ((i + 1) * Stopwatch.Frequency / rate))
            {
                _late++;
            }
        }

        Allocated = GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Prints what was found.</summary>
    public void Print(TextWriter output)
    {
        output.WriteLine($"frames      {_latencies.Count}, late {_late}");
        for (var i = 0; i < _perOutput.Length; i++)
        {
            output.WriteLine($"  {(Model.Labels.IsEmpty ? $"output {i}" : Model.Labels[i]),-12} {_perOutput[i]}");
        }

        output.WriteLine($"latency, µs p50 {_latencies.Percentile(0.5):F2}, p99 {_latencies.Percentile(0.99):F2}, "
            + $"p99.9 {_latencies.Percentile(0.999):F2}, worst {_latencies.Worst:F2}");
        output.WriteLine($"memory      resident {Environment.WorkingSet / 1e6:F1} MB, allocated by the loop {Allocated} bytes, "
            + $"collections {GC.CollectionCount(0)}");
    }

    // Sleep is coarse: it takes the wait to its last two milliseconds, a spin the rest.
    private static void WaitUntil(long time)
    {
        while (time - Stopwatch.GetTimestamp() is > 0 and var left)
        {
            var milliseconds = left * 1000 / Stopwatch.Frequency;
            if (milliseconds > 2)
            {
                Thread.Sleep((int)milliseconds - 2);
            }
            else
            {
                Thread.SpinWait(20);
            }
        }
    }

    /// <summary>Reads one frame; a file starts again at its end.</summary>
    /// <exception cref="EndOfStreamException">The source holds not a whole number of frames.</exception>
    private bool Read()
    {
        var length = source.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false);
        if (length == 0 && source.CanSeek && source.Length >= frame.Length)
        {
            source.Position = 0;
            length = source.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false);
        }

        if (length != 0 && length < frame.Length)
        {
            throw new EndOfStreamException($"The last frame has {length} bytes instead of {frame.Length}.");
        }

        return length > 0;
    }
}
