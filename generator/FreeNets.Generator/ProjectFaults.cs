using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace FreeNets.Generator;

/// <summary>Says what keeps a project's items from becoming classes, where no single model file is to blame.</summary>
internal static class ProjectFaults
{
    /// <summary>Compares what the build counted with what the compiler sees, and looks at the language.</summary>
    /// <param name="output">Where faults go.</param>
    /// <param name="files">All files that the compiler was handed beside sources.</param>
    /// <param name="items">The number of items in the project; null where the build does not say.</param>
    /// <param name="isLanguageKnown">Whether the project's language is C# 12 or later.</param>
    public static void Report(SourceProductionContext output, ImmutableArray<ProjectFile> files, int? items, bool isLanguageKnown)
    {
        var models = files.Count(static file => file.IsModel);
        if (models > 0 && !isLanguageKnown)
        {
            output.ReportDiagnostic(Diagnostic.Create(
                DiagnosticDescriptors.LanguageMustBeCSharp12OrLater,
                Location.None,
                "Code for <FreeNet> items needs C# 12 or later. Remove LangVersion from the project file, "
                    + "which then has the language of its "
                + "framework, or set it to 12 or later."));
        }

        if (items > models)
        {
            var names = string.Join(
                ", ", files.Where(static file => !file.IsModel && file.HasModelsExtension).Select(static file => file.PrintableName));
            output.ReportDiagnostic(Diagnostic.Create(
                DiagnosticDescriptors.ModelsMustReachTheCompiler,
                Location.None,
                $"Of the project's <FreeNet> items, {items}, the compiler finds {models}{(names.Length > 0 ? $", and not {names}" : "")}. "
                + "Metadata of a file whose path has a tab or another control character do not reach it: rename the file."));
        }
    }
}

/// <summary>A file that the compiler was handed beside sources.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="IsModel">Whether it comes from a <c>&lt;FreeNet&gt;</c> item.</param>
internal sealed record ProjectFile(string Path, bool IsModel)
{
    /// <summary>True for a file that is a model by its name.</summary>
    public bool HasModelsExtension => Path.EndsWith(".fnet", StringComparison.OrdinalIgnoreCase);

    /// <summary>The file's name, with ? for what cannot be printed.</summary>
    public string PrintableName =>
        string.Concat(Path.Substring(Path.LastIndexOfAny(['/', '\\']) + 1).Select(static c => char.IsControl(c) ? '?' : c));
}
