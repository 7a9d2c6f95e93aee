using System.Diagnostics.CodeAnalysis;

namespace FreeNets.Model;

/// <summary>What came of reading a model file: the network, or the first fault found.</summary>
public sealed record FnetResult
{
    internal FnetResult(FreeNet net, string checksum)
    {
        Net = net;
        Checksum = checksum;
    }

    internal FnetResult(FnetError error) => Error = error;

    /// <summary>The network, valid in every respect; null where there is an <see cref="Error"/>.</summary>
    public FreeNet? Net { get; }

    /// <summary>The file's SHA-256, 64 lower-case hex digits; null where there is an <see cref="Error"/>.</summary>
    public string? Checksum { get; }

    /// <summary>The fault; null where there is a <see cref="Net"/>.</summary>
    public FnetError? Error { get; }

    /// <summary>True when there is a <see cref="Net"/>.</summary>
    [MemberNotNullWhen(true, nameof(Net), nameof(Checksum))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsValid => Net is not null;
}
