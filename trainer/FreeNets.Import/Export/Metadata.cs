using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FreeNets.Import.Onnx;
using FreeNets.Model;

namespace FreeNets.Import.Export;

/// <summary>What an ONNX file of ours says beside its graph: labels, the names of inputs, what raw inputs may be.</summary>
/// <remarks>Whoever reads such a file may ignore it all; a file of a stranger may say anything there.</remarks>
internal static class Metadata
{
    private const string Labels = "freenets.labels";
    private const string Columns = "freenets.columns";
    private const string Domain = "freenets.domain";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static IEnumerable<StringStringEntryProto> Of(FreeNet net)
    {
        if (net.Labels.Count > 0)
        {
            yield return Entry(Labels, net.Labels.ToArray());
        }

        if (net.Columns.Count > 0)
        {
            yield return Entry(
                Columns, net.Columns.Select(static column => new ColumnText(column.Name, column.Categories.ToArray(), column.Missing)));
        }

        var domain = net.Domain;
        yield return Entry(
            Domain, new DomainText(domain.Type == InputType.UInt8 ? "uint8" : "float32", Numbers(domain.Minimum), Numbers(domain.Maximum)));
    }

    /// <summary>The network with what the file says, where that fits it.</summary>
    /// <exception cref="Refusal">It is no JSON of that kind.</exception>
    public static FreeNet Apply(ModelProto model, FreeNet net)
    {
        var labels = Find<string[]>(model, Labels) ?? [];
        var columns = Find<ColumnText?[]>(model, Columns) ?? [];
        var domain = Find<DomainText>(model, Domain);
        return net with
        {
            Labels = labels.Length == net.Outputs ? labels : net.Labels,
            Columns = columns.Length == net.Inputs
                ? Array.ConvertAll(columns, static column => column is null
                    ? throw new Refusal($"metadata '{Columns}' lists null")
                    : new InputColumn(column.Name) { Categories = column.Categories, Missing = column.Missing })
                : net.Columns,
            Domain = domain is not null && Fits(domain.Minimum) && Fits(domain.Maximum)
                ? net.Domain with
                {
                    Type = domain.Type == "uint8" ? InputType.UInt8 : InputType.Float32,
                    Minimum = new PerInput(domain.Minimum),
                    Maximum = new PerInput(domain.Maximum),
                }
                : net.Domain,
        };

        bool Fits(float[]? numbers) => numbers?.Length is 1 || numbers?.Length == net.Inputs;
    }

    private static float[] Numbers(PerInput values) => values.IsUniform ? [values.Uniform] : values.Each.ToArray();

    private static StringStringEntryProto Entry<T>(string key, T value) =>
        new() { Key = key, Value = JsonSerializer.Serialize(value, s_json) };

    private static T? Find<T>(ModelProto model, string key)
        where T : class
    {
        try
        {
            return model.MetadataProps.FirstOrDefault(entry => entry.Key == key) is { } entry
                ? JsonSerializer.Deserialize<T>(entry.Value, s_json)
                : null;
        }
        catch (JsonException e)
        {
            throw new Refusal($"metadata '{key}' is not what freenets export writes there. {Text.Shown(e.Message)}");
        }
    }

    private sealed record ColumnText(string Name, string[] Categories, float? Missing);

    private sealed record DomainText(string Type, float[] Minimum, float[] Maximum);
}
