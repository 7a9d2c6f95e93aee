namespace FreeNets.Model;

/// <summary>The first thing that is wrong with a network.</summary>
/// <param name="Kind">What sort of fault.</param>
/// <param name="Field">The path of the field in a model file, such as <c>domain.scale</c> or <c>labels[3]</c>.</param>
/// <param name="Message">One line for people: what is wrong and what was expected.</param>
public sealed record NetFault(FnetErrorKind Kind, string Field, string Message)
{
    /// <summary>Which value of a float32 block it is, where it is one.</summary>
    public int? Index { get; init; }

    /// <summary>"field: message".</summary>
    public override string ToString() => $"{Field}: {Message}";
}
