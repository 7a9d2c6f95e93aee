namespace FreeNets.Import;

/// <summary>Why a file is refused, without the file's name, which the importer puts in front.</summary>
internal class Refusal(string message) : Exception(message);

/// <summary>An operator mixes what a batch axis keeps apart. Where dimension 0 has a fixed size, it may be no batch axis.</summary>
internal sealed class BatchMixed(string message) : Refusal(message);
