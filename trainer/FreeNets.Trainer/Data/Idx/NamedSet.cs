namespace FreeNets.Trainer.Data.Idx;

/// <summary>A data set that is known by name and can be downloaded.</summary>
/// <param name="Name">The name, which is also that of its folder.</param>
/// <param name="Layout">How its files are named where they are published.</param>
/// <param name="ClassNames">One name a class.</param>
/// <param name="Sources">What is downloaded.</param>
public sealed record NamedSet(string Name, FileLayout Layout, IReadOnlyList<string> ClassNames, IReadOnlyList<RemoteFile> Sources);

/// <summary>A published file.</summary>
/// <param name="Url">Where it is; the last segment names the file on disk.</param>
/// <param name="Bytes">Its exact size; a download never takes more.</param>
/// <param name="Sha256">Its SHA-256 in hexadecimal.</param>
/// <param name="Members">If it is a zip archive: the entries to keep, in its place.</param>
public sealed record RemoteFile(Uri Url, long Bytes, string Sha256, IReadOnlyList<string>? Members = null)
{
    /// <summary>The name on disk.</summary>
    public string Name => Url.Segments[^1];
}
