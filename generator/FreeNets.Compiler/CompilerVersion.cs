namespace FreeNets.Compiler;

/// <summary>The compiler's version, as generated files state it.</summary>
internal static class CompilerVersion
{
    /// <summary>Major, minor and patch.</summary>
    public static string Text { get; } = typeof(CompilerVersion).Assembly.GetName().Version.ToString(3);
}
