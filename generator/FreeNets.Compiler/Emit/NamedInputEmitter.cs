using FreeNets.Compiler.Text;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes a sample as a record of named inputs, an enumeration for each that is a category, and predictions of it.</summary>
internal sealed class NamedInputEmitter(CodeWriter code, FreeNet net, string className)
{
    private readonly string[] _properties = ColumnNames.Properties(net);

    public void Write()
    {
        for (var i = 0; i < net.Columns.Count; i++)
        {
            if (net.Columns[i].Categories.Count > 0)
            {
                WriteCategories(net.Columns[i], _properties[i]);
            }
        }

        WriteInput();
        WritePredictions();
    }

    private void WriteCategories(InputColumn column, string property)
    {
        var members = ColumnNames.Members(column);
        code.Line($"/// <summary>What input {CSharpText.Comment(column.Name)} may be.</summary>");
        code.Block($"public enum {CategoryOf(property)}", () =>
        {
            for (var i = 0; i < members.Length; i++)
            {
                code.Line($"/// <summary>{CSharpText.Comment(column.Categories[i])}</summary>");
                code.Line($"{members[i]} = {CSharpText.Integer(i)},");
            }
        });
        code.Line();
    }

    private void WriteInput()
    {
        code.Line("/// <summary>One sample, its inputs by name, in their own units.</summary>");
        for (var i = 0; i < _properties.Length; i++)
        {
            var missing = net.Columns[i].Missing is { } value ? $"; {CSharpText.Float(value).TrimEnd('f')} where it is missing" : "";
            code.Line($"/// <param name=\"{_properties[i]}\">Input {CSharpText.Integer(i)}, "
                + $"{CSharpText.Comment(net.Columns[i].Name)}{missing}.</param>");
        }

        var parameters =
            _properties.Select((property, i) => $"{(net.Columns[i].Categories.Count > 0 ? CategoryOf(property) : "float")} {property}");
        code.Line($"public readonly record struct Input({string.Join(", ", parameters)});");
        code.Line();
    }

    private void WritePredictions()
    {
        var values = string.Join(
            ", ",
            _properties.Select((property, i) => net.Columns[i].Categories.Count > 0 ? $"(float)input.{property}" : $"input.{property}"));
        code.Lines($$"""
            /// <summary>Computes the {{OutputText.Values(net)}} of one sample. Allocates nothing.</summary>
            /// <param name="input">The sample.</param>
            /// <param name="logits">Receives [{{net.Outputs}}] {{OutputText.Values(net)}}; may be longer.</param>
            /// <exception cref="System::ArgumentException">The span is too short.</exception>
            public static void Predict(in Input input, System::Span<float> logits)
            {
                System::ReadOnlySpan<float> values = stackalloc float[] { {{values}} };
                Predict(values, logits);
            }

            """);
        code.Lines(net.Outputs == 1 ? """
            /// <summary>Computes the output of one sample. Allocates nothing.</summary>
            /// <param name="input">The sample.</param>
            public static float Predict(in Input input)
            {
                System::Span<float> logits = stackalloc float[Outputs];
                Predict(input, logits);
                return logits[0];
            }

            """ : $$"""
            /// <summary>
            /// Finds the output with the largest {{OutputText.Value(net)}} of one sample{{OutputText.OfClasses(net)}}; the first of equals.
            /// Allocates nothing.
            /// </summary>
            /// <param name="input">The sample.</param>
            /// <returns>The output, 0 to {{OutputText.Classes(net) - 1}}; -1 when the {{OutputText.Values(net)}} are NaN.</returns>
            public static int Classify(in Input input)
            {
                System::Span<float> logits = stackalloc float[Outputs];
                Predict(input, logits);
                return global::FreeNets.Runtime.Logits.ArgMax({{OutputText.ClassLogits(net)}});
            }
            {{(OutputText.Probabilities(net) is null ? "" : ClassifyWithProbabilities(values))}}
            """);
    }

    private string ClassifyWithProbabilities(string values) => $$"""

        /// <summary>The same, with the probability of each class: {{OutputText.ProbabilitiesAre(net)}}. Allocates nothing.</summary>
        /// <param name="input">The sample.</param>
        /// <param name="probabilities">Receives [{{OutputText.Classes(net)}}] probabilities; may be longer.</param>
        /// <exception cref="System::ArgumentException">The span is too short.</exception>
        public static int Classify(in Input input, System::Span<float> probabilities)
        {
            System::ReadOnlySpan<float> values = stackalloc float[] { {{values}} };
            return Classify(values, probabilities);
        }

        """;

    private string CategoryOf(string property) =>
        $"{property}Category" is var name && name == className ? $"{name}_" : $"{property}Category";
}
