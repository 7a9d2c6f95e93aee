namespace FreeNets.EndToEnd.Tests;

/// <summary>A folder outside the repository, gone after the test.</summary>
internal sealed class Workspace : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("freenets-").FullName;

    public string In(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
