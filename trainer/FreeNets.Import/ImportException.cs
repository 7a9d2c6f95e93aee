namespace FreeNets.Import;

/// <summary>A file cannot be imported. The message is one line for users: file, node or output, operator, opset and reason.</summary>
public sealed class ImportException(string message, Exception? inner = null) : Exception(message, inner);
