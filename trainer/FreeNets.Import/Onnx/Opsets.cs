namespace FreeNets.Import.Onnx;

/// <summary>The versions of operators that a file asks for.</summary>
internal sealed class Opsets
{
    public const long Oldest = 7;
    public const long Newest = 28;

    private readonly Dictionary<string, long> _versions = [];

    /// <exception cref="Refusal">A version is not known here.</exception>
    public Opsets(ModelProto model)
    {
        foreach (var import in model.OpsetImport)
        {
            _versions[Node.DomainOf(import.Domain)] = import.Version;
        }

        if (_versions.TryGetValue("", out var version) && version is < Oldest or > Newest)
        {
            throw new Refusal(version < Oldest
                ? $"opset {version} is below {Oldest}, where the rules for shapes were others; convert the file to {Oldest} or newer"
                : $"opset {version} is newer than the newest supported, {Newest}");
        }
    }

    /// <summary>The version of a domain; 0 where the file does not say.</summary>
    public long Of(string domain) => _versions.GetValueOrDefault(domain);
}
