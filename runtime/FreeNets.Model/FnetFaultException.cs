namespace FreeNets.Model;

/// <summary>Carries the first fault out of the reader's depths; never leaves this assembly.</summary>
internal sealed class FnetFaultException(FnetErrorKind kind, string field, int offset, string message) : Exception(message)
{
    public FnetErrorKind Kind { get; } = kind;

    public string Field { get; } = field;

    public int Offset { get; } = offset;
}
