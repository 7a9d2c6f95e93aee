namespace FreeNets.Model;

/// <summary>What one raw input is called and means: metadata for people and for generated names, which changes no output.</summary>
/// <param name="Name">Its name, unique in its network.</param>
public sealed record InputColumn(string Name)
{
    /// <summary>Where the input is the number of a category, from 0: the categories' names, each once; otherwise empty.</summary>
    public EquatableArray<string> Categories { get; init; }

    /// <summary>The raw value that stands for one that is missing; null where the network was trained on none that was.</summary>
    public float? Missing { get; init; }
}
