namespace FreeNets.Fuzz.Differential;

/// <summary>Two computations of the same give what they must not.</summary>
internal sealed class DifferenceException(string message) : Exception(message);
