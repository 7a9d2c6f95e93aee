using System.Collections.Immutable;
using System.Text;
using FreeNets.Compiler;
using FreeNets.Compiler.Emit;
using FreeNets.Compiler.Emit.Native;
using FreeNets.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace FreeNets.Generator;

/// <summary>What came of one model file: sources, or a fault.</summary>
/// <param name="Path">The model file.</param>
/// <param name="FullName">Namespace and class; empty when there is a fault.</param>
/// <param name="NativeName">The prefix of its C functions; empty without a native library, and when there is a fault.</param>
/// <param name="Files">The generated sources; none when there is a fault.</param>
/// <param name="Fault">What is wrong.</param>
/// <param name="Warning">What the user should know of sources that there are.</param>
internal sealed record ModelCompilation(
    string Path, string FullName, string NativeName, EquatableArray<GeneratedFile> Files, ModelFault? Fault, ModelFault? Warning = null)
{
    private const string DefaultNamespace = "FreeNets.Models";

    /// <summary>Compiles a model file. A pure function of its argument.</summary>
    public static ModelCompilation Of(ModelFile model)
    {
        if (model.Text is null)
        {
            return Failed(model, DiagnosticDescriptors.ModelFileMustBeReadable, "The file cannot be read as text.");
        }

        var result = FnetReader.Read(model.Text);
        if (!result.IsValid)
        {
            return Failed(model, ModelFault.Of(result.Error));
        }

        if (CompilerLimits.Check(result.Net) is { } unsupported)
        {
            return Failed(model, DiagnosticDescriptors.ModelMustBeSupported, unsupported);
        }

        if (Choices.Parse(model.Metadata, out var fault) is not { } choices)
        {
            return Failed(model, DiagnosticDescriptors.ItemMetadataMustHaveAllowedValues, OnItem(model, fault!));
        }

        var options = Names(model, result.Net) with { SourceHash = result.Checksum, Choices = choices };
        options = options with { NativeName = FunctionPrefix(model, options.Class) };
        if (NameFault(options) is { } message)
        {
            return Failed(model, DiagnosticDescriptors.NamesMustBeFreeIdentifiers, OnItem(model, message));
        }

        if (CompilerLimits.CheckPrecision(result.Net, choices.Precision) is { } notAllowed)
        {
            return Failed(model, DiagnosticDescriptors.ModelMustAllowItsPrecision, OnItem(model, notAllowed));
        }

        var optimised = ModelCompiler.Optimise(result.Net, choices);
        if (CompilerLimits.CheckSize(optimised.Net, choices) is { } farTooManyBytes)
        {
            return Failed(model, DiagnosticDescriptors.ModelMustFitItsSizeLimit, OnItem(model, farTooManyBytes));
        }

        var planned = ModelCompiler.Plan(result.Net, optimised, choices);
        if (CompilerLimits.CheckSize(planned.Plan, choices) is { } tooManyBytes)
        {
            return Failed(model, DiagnosticDescriptors.ModelMustFitItsSizeLimit, OnItem(model, tooManyBytes));
        }

        var warning = CompilerLimits.CheckBuild(planned.Plan, choices) is { } slow
            ? ModelFault.OfFile(DiagnosticDescriptors.ModelShouldBuildInSeconds, OnItem(model, slow))
            : null;
        return new ModelCompilation(
            model.Path, $"{options.Namespace}.{options.Class}", options.NativeName, ModelCompiler.Emit(planned, options), Fault: null,
            warning);
    }

    /// <summary>The names, sorted, that occur more than once; the names of files, which follow those of classes, have no case.</summary>
    public static EquatableArray<string> SharedNames(ImmutableArray<string> names) => names
        .Where(static name => name.Length > 0)
        .GroupBy(static name => name, StringComparer.OrdinalIgnoreCase)
        .Where(static group => group.Count() > 1)
        .SelectMany(static group => group.Distinct(StringComparer.Ordinal))
        .OrderBy(static name => name, StringComparer.Ordinal)
        .ToArray();

    /// <summary>Adds the sources, or reports the fault.</summary>
    public void Report(SourceProductionContext output, EquatableArray<string> sharedNames)
    {
        var fault = Fault;
        if (fault is null && sharedNames.Contains(FullName))
        {
            fault = ModelFault.OfFile(
                DiagnosticDescriptors.ModelsMustNotShareAClass,
                $"Another model of this project becomes the class {FullName} as well, or one that differs in case alone; "
                    + "give one of them another Class or Namespace.");
        }

        if (fault is null && sharedNames.Contains(NativeName))
        {
            fault = ModelFault.OfFile(
                DiagnosticDescriptors.ModelsMustNotShareAClass,
                $"C functions of another model of this project begin with {NativeName}_ as well; give one of them another Native.");
        }

        if (fault is not null)
        {
            output.ReportDiagnostic(fault.ToDiagnostic(Path));
            return;
        }

        if (Warning is not null)
        {
            output.ReportDiagnostic(Warning.ToDiagnostic(Path));
        }

        foreach (var file in Files.Where(static file => file.IsCSharp))
        {
            output.AddSource(file.Name, SourceText.From(file.Text, Encoding.UTF8));
        }
    }

    private static ModelCompilation Failed(ModelFile model, ModelFault fault) => new(model.Path, "", "", [], fault);

    private static ModelCompilation Failed(ModelFile model, DiagnosticDescriptor descriptor, string message) =>
        Failed(model, ModelFault.OfFile(descriptor, message));

    /// <summary>A fault of what the user wrote in the project file, which is another file than the one the diagnostic points at.</summary>
    private static string OnItem(ModelFile model, string message) =>
        $"{message} See <FreeNet Include=\"{model.Name}\"> in the project file.";

    private static CompilerOptions Names(ModelFile model, FreeNet net) => new(
        model.Metadata.Namespace.Length > 0
            ? model.Metadata.Namespace
            : Identifiers.Namespace(model.RootNamespace) is { Length: > 0 } root
            ? root
            : DefaultNamespace,
        model.Metadata.Class.Length > 0 ? model.Metadata.Class : Identifiers.ClassName(net.Name),
        model.Name,
        SourceHash: "");

    /// <summary>The prefix of the model's C functions; empty when the project becomes no native library.</summary>
    private static string FunctionPrefix(ModelFile model, string className) =>
        model.Library.Length == 0 ? "" : model.Metadata.Native.Length > 0 ? model.Metadata.Native : CText.Name(className);

    private static string? NameFault(CompilerOptions options)
    {
        if (!Identifiers.IsValidNamespace(options.Namespace))
        {
            return $"Namespace=\"{options.Namespace}\" is not a C# namespace of letters, digits and underscores.";
        }

        if (options.NativeName.Length > 0 && !CText.IsName(options.NativeName))
        {
            return $"Native=\"{options.NativeName}\" is not a prefix for C functions: lower-case ASCII letters, digits and underscores, "
                + "a letter first.";
        }

        return Identifiers.IsFreeClassName(options.Class) ? null
            : Identifiers.IsKeyword(options.Class) ? $"Class=\"{options.Class}\" is a word of C#; choose another name."
            : Identifiers.IsValid(options.Class) ? $"Class=\"{options.Class}\" is the name of a member of the generated class; "
                + "choose another name."
            : $"Class=\"{options.Class}\" is not a C# class name of ASCII letters, digits and underscores.";
    }
}
