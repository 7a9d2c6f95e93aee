namespace FreeNets.Trainer.Tests.Commands;

/// <summary>A standard output that does something as soon as a text is printed.</summary>
internal sealed class ActsAt(string text, Action action) : StringWriter
{
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value!.Contains(text, StringComparison.Ordinal))
        {
            action();
        }
    }
}
