namespace FreeNets.Trainer.Plans;

/// <summary>The plans that come with <c>freenets</c>: the files in <c>Plans</c>, embedded under their names.</summary>
public static class ReadyPlans
{
    private const string Prefix = "Plans/";
    private const string Extension = ".json";

    /// <summary>Their names, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(ReadyPlans).Assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(static name => name[Prefix.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The JSON text of a plan, or null when there is none of that name.</summary>
    public static string? Text(string name)
    {
        using var stream = typeof(ReadyPlans).Assembly.GetManifestResourceStream(Prefix + name + Extension);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
