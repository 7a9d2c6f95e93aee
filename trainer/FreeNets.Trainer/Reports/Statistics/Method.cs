namespace FreeNets.Trainer.Reports.Statistics;

/// <summary>How a method of <c>freenets train --method</c> is called and drawn.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Colour">#RRGGBB, legible on white and on near-black.</param>
internal sealed record Method(string Name, string Label, string Colour)
{
    /// <summary>The paper's method.</summary>
    public const string FreeEvolve = "freeevolve";

    /// <summary>The paper's baseline.</summary>
    public const string Fcnn = "fcnn";

    // In the order of tables and legends.
    private static readonly Method[] s_all =
    [
        new(FreeEvolve, "FreeEvolve", "#e07b00"),
        new(Fcnn, "FCNN", "#3b82f6"),
        new("fcnn-matched", "FCNN, as many weights", "#0ea5b7"),
        new("freenet", "FreeNet, never evolved", "#8b5cf6"),
        new("layered", "layers", "#0f766e"),
        new("magnitude", "magnitude pruning", "#16a34a"),
        new("random-mask", "random mask", "#8a94a6"),
        new("random-dag", "random DAG", "#a16207"),
        new("set", "SET", "#ec4899"),
        new("rigl", "RigL", "#dc2626"),
    ];

    /// <summary>The place of a method in tables and legends; unknown ones come last.</summary>
    public static int Order(string name) =>
        Array.FindIndex(s_all, method => method.Name == name) is var index and >= 0 ? index : s_all.Length;

    /// <summary>The method called <paramref name="name"/>; an unknown one keeps its name and is drawn in grey.</summary>
    public static Method Of(string name) => Array.Find(s_all, method => method.Name == name) ?? new Method(name, name, "#7c8594");
}
