using System.Diagnostics.CodeAnalysis;

namespace FreeNets.Model;

/// <summary>What came of reading a model file: the network, or the first fault found.</summary>
public sealed record FnetResult
{
    internal FnetResult(FreeNet net) => Net = net;

    internal FnetResult(FnetError error) => Error = error;

    /// <summary>The network, valid in every respect; null where there is an <see cref="Error"/>.</summary>
    public FreeNet? Net { get; }

    /// <summary>The fault; null where there is a <see cref="Net"/>.</summary>
    public FnetError? Error { get; }

    /// <summary>True when there is a <see cref="Net"/>.</summary>
    [MemberNotNullWhen(true, nameof(Net))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsValid => Net is not null;
}
