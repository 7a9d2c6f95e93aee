using FreeNets.Model.Json;

namespace FreeNets.Model;

/// <summary>
/// Reads model files (FORMAT.md). Strict: whatever it returns is valid, whatever is not valid is an error that names its place.
/// </summary>
public static class FnetReader
{
    /// <summary>The network that <paramref name="text"/> describes, or the first fault found. Throws for no text.</summary>
    /// <remarks>Time and memory are linear in the text: no size stated in it is believed before the data for it is there.</remarks>
    public static FnetResult Read(string text)
    {
        try
        {
            return ReadDocument(text);
        }
        catch (JsonFaultException fault)
        {
            return new FnetResult(FnetError.At(text, FnetErrorKind.NotJson, "", fault.Offset, fault.Message));
        }
        catch (FnetFaultException fault)
        {
            return new FnetResult(FnetError.At(text, fault.Kind, fault.Field, fault.Offset, fault.Message));
        }
    }

    private static FnetResult ReadDocument(string text)
    {
        var document = JsonReader.Read(text);
        if (document is not JsonObject json)
        {
            var message = $"A model file holds one JSON object, not {document.Kind}.";
            throw new FnetFaultException(FnetErrorKind.WrongFormat, "", document.Offset, message);
        }

        var fields = new FnetFields(json);
        var version = ReadVersion(fields);
        fields.Only(version == 1 ? FnetFormat.Members1 : FnetFormat.Members2);
        var net = FnetNetReader.Read(fields, version);
        if (net.Validate() is { } fault)
        {
            throw fields.Fault(fault);
        }

        // Last, so that a file edited by hand hears of its first wrong field before it hears that it was edited.
        return new FnetResult(net, CheckSum(text, json, fields));
    }

    private static int ReadVersion(FnetFields fields)
    {
        var format = fields.String("format");
        if (format.Text != FnetFormat.Name)
        {
            var message = $"The format is {Quoted.Text(format.Text)}, not \"{FnetFormat.Name}\"; this is no FreeNet model file.";
            throw fields.Fault(FnetErrorKind.WrongFormat, "format", format.Offset, message);
        }

        var version = fields.Integer("version", 0L, long.MaxValue);
        if (version is < 1 or > FnetFormat.Version)
        {
            var message = $"The file has version {version}; this reader knows versions 1 to {FnetFormat.Version}. "
                + "Use the FreeNets release that wrote the file, or a later one.";
            throw fields.Fault(FnetErrorKind.WrongFormat, "version", fields.Member("version").Value.Offset, message);
        }

        return (int)version;
    }

    private static string CheckSum(string text, JsonObject json, FnetFields fields)
    {
        var member = fields.Member("sha256");
        var stated = fields.String("sha256");
        if (member != json.Members[json.Members.Count - 1])
        {
            throw fields.Fault(FnetErrorKind.WrongChecksum, "sha256", member.Offset, "The checksum must be the last member.");
        }

        var comma = text.LastIndexOf(',', member.Offset);
        var computed = FnetChecksum.Compute(text, json.Offset, comma);
        if (stated.Text != computed)
        {
            var message = $"The content has the checksum {computed}: it was changed or damaged after it was written. "
                + "Restore the file, or write it again.";
            throw fields.Fault(FnetErrorKind.WrongChecksum, "sha256", stated.Offset, message);
        }

        return computed;
    }
}
