using FreeNets.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace FreeNets.Generator;

/// <summary>A fault of one model as plain values: a Roslyn <see cref="Location"/> in the pipeline would defeat its caching.</summary>
/// <param name="Id">The descriptor's id.</param>
/// <param name="Offset">The character of the file.</param>
/// <param name="Line">Its line, from 0.</param>
/// <param name="Column">Its place in the line, from 0.</param>
/// <param name="Message">What is wrong, with the field's name.</param>
internal sealed record ModelFault(string Id, int Offset, int Line, int Column, string Message)
{
    /// <summary>A fault of the file as a whole.</summary>
    public static ModelFault OfFile(DiagnosticDescriptor descriptor, string message) => new(descriptor.Id, 0, 0, 0, message);

    /// <summary>A fault that the reader found.</summary>
    public static ModelFault Of(FnetError error) => new(
        DiagnosticDescriptors.For(error.Kind).Id,
        error.Offset,
        error.Line,
        error.Column,
        error.Field.Length == 0 ? error.Message : $"{error.Field}: {error.Message}");

    /// <summary>The diagnostic, at its place in the model file.</summary>
    public Diagnostic ToDiagnostic(string path)
    {
        var position = new LinePosition(Line, Column);
        var location = Location.Create(path, new TextSpan(Offset, 0), new LinePositionSpan(position, position));
        return Diagnostic.Create(DiagnosticDescriptors.WithId(Id), location, Message);
    }
}
