using FreeNets.Model;
using Microsoft.CodeAnalysis;

namespace FreeNets.Generator;

/// <summary>What the generator may complain about. Ids are stable; messages name the field and what to do.</summary>
internal static class DiagnosticDescriptors
{
    /// <summary>The page that has a section for each id; FreeNets.Generator.props has the same address for the build's own.</summary>
    public const string HelpPage = "https://github.com/freenets/FreeNets.Compiler/blob/main/docs/diagnostics.md";

    public static readonly DiagnosticDescriptor ModelFileMustBeJson =
        Error("FN0001", "A model file must be JSON");

    public static readonly DiagnosticDescriptor ModelFileMustHaveKnownFormatAndVersion =
        Error("FN0002", "A model file must have a known format and version");

    public static readonly DiagnosticDescriptor ModelFileMustHaveEveryField =
        Error("FN0003", "A model file must have every field");

    public static readonly DiagnosticDescriptor ModelFileValuesMustBeInRange =
        Error("FN0004", "A model file's values must be of the right type and in range");

    public static readonly DiagnosticDescriptor ModelFileBlocksMustFitSizes =
        Error("FN0005", "A model file's blocks must have the length its sizes call for");

    public static readonly DiagnosticDescriptor ModelFileNumbersMustBeFinite =
        Error("FN0006", "A model file's numbers must be finite");

    public static readonly DiagnosticDescriptor ModelFileMustMatchChecksum =
        Error("FN0007", "A model file must match its checksum");

    public static readonly DiagnosticDescriptor ModelFileMustNotHaveUnknownFields =
        Error("FN0008", "A model file must not have unknown fields");

    public static readonly DiagnosticDescriptor NamesMustBeFreeIdentifiers =
        Error("FN0009", "Class and Namespace must be C# identifiers that generated code does not use");

    public static readonly DiagnosticDescriptor ModelsMustNotShareAClass =
        Error("FN0010", "Two models must not become the same class");

    public static readonly DiagnosticDescriptor ModelMustBeSupported =
        Error("FN0011", "A model must be one that code can be generated for");

    public static readonly DiagnosticDescriptor ModelFileMustBeReadable =
        Error("FN0012", "A model file must be readable");

    public static readonly DiagnosticDescriptor ItemMetadataMustHaveAllowedValues =
        Error("FN0013", "Metadata of a FreeNet item must have one of the allowed values");

    public static readonly DiagnosticDescriptor ModelMustFitItsSizeLimit =
        Error("FN0014", "A model must fit the size limit of its FreeNet item");

    public static readonly DiagnosticDescriptor ModelMustAllowItsPrecision =
        Error("FN0015", "A model must allow the precision of its FreeNet item");

    public static readonly DiagnosticDescriptor ModelShouldBuildInSeconds =
        Warning("FN0016", "A model should be small enough for a build of seconds");

    public static readonly DiagnosticDescriptor ModelsMustReachTheCompiler =
        Error("FN0017", "Every FreeNet item must reach the compiler");

    public static readonly DiagnosticDescriptor LanguageMustBeCSharp12OrLater =
        Error("FN0018", "Generated code needs C# 12 or later");

    // Behind the descriptors: static fields are set in the order of the text.
    private static readonly DiagnosticDescriptor[] s_all =
    [
        ModelFileMustBeJson,
        ModelFileMustHaveKnownFormatAndVersion,
        ModelFileMustHaveEveryField,
        ModelFileValuesMustBeInRange,
        ModelFileBlocksMustFitSizes,
        ModelFileNumbersMustBeFinite,
        ModelFileMustMatchChecksum,
        ModelFileMustNotHaveUnknownFields,
        NamesMustBeFreeIdentifiers,
        ModelsMustNotShareAClass,
        ModelMustBeSupported,
        ModelFileMustBeReadable,
        ItemMetadataMustHaveAllowedValues,
        ModelMustFitItsSizeLimit,
        ModelMustAllowItsPrecision,
        ModelShouldBuildInSeconds,
        ModelsMustReachTheCompiler,
        LanguageMustBeCSharp12OrLater,
    ];

    /// <summary>The descriptor for a fault that the reader of model files found.</summary>
    public static DiagnosticDescriptor For(FnetErrorKind kind) => kind switch
    {
        FnetErrorKind.NotJson => ModelFileMustBeJson,
        FnetErrorKind.WrongFormat => ModelFileMustHaveKnownFormatAndVersion,
        FnetErrorKind.MissingField => ModelFileMustHaveEveryField,
        FnetErrorKind.WrongValue => ModelFileValuesMustBeInRange,
        FnetErrorKind.WrongLength => ModelFileBlocksMustFitSizes,
        FnetErrorKind.NotFinite => ModelFileNumbersMustBeFinite,
        FnetErrorKind.WrongChecksum => ModelFileMustMatchChecksum,
        FnetErrorKind.UnknownField => ModelFileMustNotHaveUnknownFields,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No descriptor."),
    };

    /// <summary>The descriptor with an id of this class.</summary>
    public static DiagnosticDescriptor WithId(string id) => s_all.First(descriptor => descriptor.Id == id);

    private static DiagnosticDescriptor Error(string id, string title) =>
        new(id, title, "{0}", "FreeNets", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLink(id));

    private static DiagnosticDescriptor Warning(string id, string title) =>
        new(id, title, "{0}", "FreeNets", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: HelpLink(id));

    private static string HelpLink(string id) => $"{HelpPage}#{id.ToLowerInvariant()}";
}
