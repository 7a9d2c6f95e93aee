using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FreeNets.Trainer.Predicting;

/// <summary>Writes answers, one line per sample: values with commas between them, or a JSON object.</summary>
internal sealed class AnswerWriter(TextWriter output, Answers answers, AnswerKind kind, bool json)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes the answer of one sample.</summary>
    public void Write(ReadOnlySpan<float> logits) => output.Write((json ? Json(logits) : Text(logits)) + "\n");

    private string Text(ReadOnlySpan<float> logits) => kind == AnswerKind.Classes
        ? string.Join(
            ',',
            answers.Classes(logits).Select((output, group) => output < 0 ? "nan" : Field(answers.Label(group, output) ?? Number(output))))
        : string.Join(',', Array.ConvertAll(answers.Values(kind, logits), Number));

    private string Json(ReadOnlySpan<float> logits)
    {
        if (kind != AnswerKind.Classes)
        {
            var values = Array.ConvertAll(answers.Values(kind, logits), static value => (float)value);
            return JsonSerializer.Serialize(new Dictionary<string, float[]> { [kind.ToString().ToLowerInvariant()] = values }, s_json);
        }

        var classes = answers.Classes(logits).Select((output, group) => new ClassText(output, answers.Label(group, output)));
        return JsonSerializer.Serialize(new { Classes = classes }, s_json);
    }

    /// <summary>Nine digits, with which a float32 is exact.</summary>
    private static string Number(double value) => ((float)value).ToString("g9", CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A label that commas, quotes and line ends do not cut.</summary>
    private static string Field(string label) =>
        label.AsSpan().IndexOfAny(",\"\r\n") < 0 ? label : $"\"{label.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private sealed record ClassText(int Output, string? Label);
}
