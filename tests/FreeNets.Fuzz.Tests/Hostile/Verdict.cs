using FreeNets.Model;

namespace FreeNets.Fuzz.Hostile;

/// <summary>What came of reading a mutant.</summary>
/// <param name="Net">The network, where it was accepted.</param>
/// <param name="Time">How long the reader computed.</param>
/// <param name="Allocated">Bytes that it asked for.</param>
/// <param name="Fault">What it did that it must not; null where all is well.</param>
internal sealed record Verdict(FreeNet? Net, TimeSpan Time, long Allocated, string? Fault);
