namespace FreeNets.Fuzz.Corpus;

/// <summary>A file that mutants are made of.</summary>
/// <param name="Name">What it is called; its end says the format.</param>
/// <param name="Bytes">What it holds.</param>
/// <param name="Beside">What the file of layers beside <c>.safetensors</c> holds; null for other formats.</param>
internal sealed record Seed(string Name, byte[] Bytes, byte[]? Beside = null)
{
    public string Extension => Path.GetExtension(Name);
}
