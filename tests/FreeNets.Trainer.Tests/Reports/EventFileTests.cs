using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using FreeNets.Trainer.Reports.TensorBoard;
using FreeNets.Trainer.Runs;
using Tensorboard;

namespace FreeNets.Trainer.Tests.Reports;

public sealed class EventFileTests
{
    [Fact]
    public void The_checksum_is_the_one_of_RFC_3720() =>
        Assert.Equal(0xE3069283, TfRecord.Crc32C("123456789"u8));

    [Fact]
    public void A_record_starts_as_TensorFlows_own_do()
    {
        // Every event file that TensorFlow writes opens with a record of 24 bytes.
        using var stream = new MemoryStream();
        TfRecord.Write(stream, new byte[24]);

        Assert.Equal([0x18, 0, 0, 0, 0, 0, 0, 0, 0xA3, 0x7F, 0x4B, 0x22], stream.ToArray()[..12]);
    }

    [Fact]
    public void The_file_reads_back_as_the_log()
    {
        var log = string.Join('\n', MadeRuns.Lines("mnist", 30, "freeevolve", 1).Select(static line => JsonSerializer.Serialize(line)));
        var run = RunLogReader.Read("key", new MemoryStream(Encoding.UTF8.GetBytes(log)));

        var events = Events(EventFile.Bytes(run)).ToArray();

        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal(run.Epochs.Select(static (epoch, i) => (i + 1L, (float)epoch.TestAccuracy)), Values(events, "accuracy/test"));
        Assert.Equal(run.Epochs.Select(static (epoch, i) => (i + 1L, (float)epoch.TrainAccuracy)), Values(events, "accuracy/train"));
        Assert.Equal(run.Epochs.Select(static (epoch, i) => (i + 1L, (float)epoch.Loss)), Values(events, "loss/train"));
        Assert.Equal(run.Updates.Select(static update => (update.Step, (float)update.LiveEdges)), Values(events, "edges/by_step"));
    }

    private static IEnumerable<(long Step, float Value)> Values(IEnumerable<Event> events, string tag) =>
        from entry in events
        where entry.Summary is not null
        from value in entry.Summary.Value
        where value.Tag == tag
        select (entry.Step, value.SimpleValue);

    /// <summary>Reads the framing, and checks it.</summary>
    private static IEnumerable<Event> Events(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
            Assert.Equal(TfRecord.MaskedCrc(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            var footer = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length));
            Assert.Equal(TfRecord.MaskedCrc(bytes.AsSpan(at + 12, length)), footer);
            yield return Event.Parser.ParseFrom(bytes, at + 12, length);
            at += length + 16;
        }
    }
}
