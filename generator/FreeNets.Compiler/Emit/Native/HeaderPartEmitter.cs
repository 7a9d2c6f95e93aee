using FreeNets.Compiler.Schedule;
using FreeNets.Compiler.Text;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit.Native;

/// <summary>Writes one model's part of a native library's C header.</summary>
internal static class HeaderPartEmitter
{
    public static string Write(FreeNet net, Plan plan, CompilerOptions options)
    {
        var (code, name, memory) = (new CodeWriter(), options.NativeName, MemoryNeed.Of(plan));
        var macro = CText.Macro(name);
        var flops = MultiplyAdds.Live(plan.Net).Flops;
        code.Lines($"""
            /* ---- {CText.Comment(net.Name)} ----

               {net.Inputs} inputs, {net.Neurons} neurons, {net.Outputs} outputs; {net.Edges.Count} edges, {flops} FLOPs per sample.
               {Outputs(net)}{Accuracy(net)}Made from {CText.Comment(options.SourceName)}. */

            /* Values of one sample, neurons (k), logits of one sample. */
            #define {macro}_INPUTS {net.Inputs}
            #define {macro}_NEURONS {net.Neurons}
            #define {macro}_OUTPUTS {net.Outputs}

            {Names(net, macro)}/* Bytes of memory: constants in the library; what any call here takes of its caller's stack, at most; heap. */
            #define {macro}_CONSTANT_BYTES {memory.Constants}
            #define {macro}_STACK_BYTES {memory.Stack}
            #define {macro}_HEAP_BYTES 0

            /* SHA-256 of the model file's payload. A program built with another model's header sees that {name}_model_hash() differs. */
            #define {macro}_MODEL_HASH {CText.Literal(options.SourceHash)}

            /* The same values, as they are in the library. */
            int32_t {name}_inputs(void);
            int32_t {name}_neurons(void);
            int32_t {name}_outputs(void);
            int64_t {name}_constant_bytes(void);
            int64_t {name}_stack_bytes(void);
            const char *{name}_model_hash(void);

            /* The label of an output in UTF-8; NULL where the model has no labels or the output is out of range. */
            const char *{name}_label(int32_t output);

            /* What the last call of this thread that failed complained about; empty when none has. */
            const char *{name}_last_error(void);

            /* FREENET_OK when the model reproduces its check vectors on this machine, FREENET_SELF_TEST_FAILED when not. */
            int32_t {name}_self_test(void);

            """);
        WriteFunctions(code, net, name, "", "float", Range(net.Domain));
        if (net.Domain.Type == InputType.UInt8)
        {
            WriteFunctions(code, net, name, "_u8", "uint8_t", "raw bytes, such as the pixels of an 8-bit image");
        }

        return code.ToString();
    }

    private static void WriteFunctions(CodeWriter code, FreeNet net, string name, string suffix, string element, string what)
    {
        var (macro, values) = (CText.Macro(name), OutputText.AreLogits(net) ? "Logits" : "Outputs");
        var lastClass = OutputText.Classes(net) == net.Outputs ? $"{macro}_OUTPUTS - 1" : $"{OutputText.Classes(net) - 1}";
        code.Lines($"""
            /* {values} of one sample.
               input: {macro}_INPUTS values, {what}.
               logits: receives {macro}_OUTPUTS values; logit_count may be larger.
               Returns FREENET_OK, FREENET_NULL_POINTER, FREENET_WRONG_SIZE or FREENET_UNSUPPORTED_CPU; writes nothing unless FREENET_OK.
               A NaN in an input that some weight uses makes all logits NaN; that is FREENET_OK here. */
            int32_t {name}_predict{suffix}(const {element} *input, size_t input_count, float *logits, size_t logit_count);

            /* {values} of many samples, one row per sample, with the same bits as one by one, and faster.
               inputs: samples times {macro}_INPUTS values; logits: receives samples times {macro}_OUTPUTS. Returns as above. */
            int32_t {name}_predict_batch{suffix}(const {element} *inputs, size_t input_count, float *logits, size_t logit_count);

            /* The output with the largest {OutputText.Value(net)}, 0 to {lastClass}; the first of equals. Below 0 it is a status, as above, or
               FREENET_NOT_A_NUMBER when the logits are NaN. */
            int32_t {name}_classify{suffix}(const {element} *input, size_t input_count);

            """);
        if (OutputText.Probabilities(net) is not null)
        {
            code.Lines($"""
                /* The same, and the probability of each class: {OutputText.ProbabilitiesAre(net)}.
                   probabilities: receives {OutputText.Classes(net)} values; probability_count may be larger. */
                int32_t {name}_probabilities{suffix}(const {element} *input, size_t input_count, float *probabilities, size_t probability_count);

                """);
        }
    }

    private static string Outputs(FreeNet net) =>
        OutputText.AreLogits(net) && net.OutputGroups.Count == 0 ? "" : $"{CText.Comment(OutputText.Describe(net))}\n   ";

    /// <summary>The places of inputs that have names, and the numbers of their categories.</summary>
    private static string Names(FreeNet net, string macro)
    {
        if (!ColumnNames.Has(net))
        {
            return "";
        }

        var (code, inputs) = (new CodeWriter(), ColumnNames.Macros(net.Columns.Select(static column => column.Name)));
        code.Line("/* The place of each input, and the values of those that are categories. */");
        WriteEnum(code, net.Columns.Select((column, i) => ($"{macro}_INPUT_{inputs[i]}", column.Name)));
        for (var i = 0; i < inputs.Length; i++)
        {
            var (column, prefix) = (net.Columns[i], $"{macro}_{inputs[i]}");
            if (column.Categories.Count > 0)
            {
                WriteEnum(
                    code,
                    ColumnNames.Macros(column.Categories).Select((name, category) => ($"{prefix}_IS_{name}", column.Categories[category])));
            }
        }

        code.Line();
        return code.ToString();
    }

    private static void WriteEnum(CodeWriter code, IEnumerable<(string Macro, string Name)> members)
    {
        code.Line("enum {");
        code.Line(string.Join(",\n", members.Select(static (member, i) => $"    {member.Macro} = {i} /* {CText.Comment(member.Name)} */")));
        code.Line("};");
    }

    private static string Accuracy(FreeNet net) => net.Provenance.TestAccuracy is { } accuracy
        ? $"Test accuracy {CSharpText.Percent(accuracy)} on {CText.Comment(net.Provenance.DataSet ?? "its data")}. "
        : "";

    private static string Range(InputDomain domain) => $"raw values {NumericsText.Range(domain)}; normalisation is compiled in";
}
