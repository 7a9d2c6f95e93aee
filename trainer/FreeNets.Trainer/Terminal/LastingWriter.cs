using System.Text;

namespace FreeNets.Trainer.Terminal;

/// <summary>
/// A writer whose end may break, such as a full disk or a terminal that is gone: from then on it takes text and drops it.
/// </summary>
/// <remarks>What a command makes is worth more than what it says of it.</remarks>
/// <param name="writer">Where text goes.</param>
internal sealed class LastingWriter(TextWriter writer) : TextWriter
{
    /// <summary>Where text goes, which may be a terminal.</summary>
    public TextWriter Inner => writer;

    /// <summary>Why text was lost; null when none was.</summary>
    public string? Fault { get; private set; }

    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value) => Try(() => writer.Write(value));

    public override void Write(string? value) => Try(() => writer.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => writer.Write(buffer, index, count));

    public override void WriteLine(string? value) => Try(() => writer.WriteLine(value));

    public override void Flush() => Try(writer.Flush);

    private void Try(Action write)
    {
        if (Fault is not null)
        {
            return;
        }

        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Fault = e.Message;
        }
    }
}
