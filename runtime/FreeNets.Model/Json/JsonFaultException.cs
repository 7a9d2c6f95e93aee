namespace FreeNets.Model.Json;

/// <summary>Why a text is not JSON, and where; never leaves this assembly.</summary>
internal sealed class JsonFaultException(int offset, string message) : Exception(message)
{
    public int Offset { get; } = offset;
}
