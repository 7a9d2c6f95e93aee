using FreeNets.Compiler.Text;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit.Native;

/// <summary>Writes one model's part of a native library's C source: checks, then calls of <see cref="EntriesEmitter"/>'s entries.</summary>
internal static class SourcePartEmitter
{
    public static string Write(FreeNet net, CompilerOptions options)
    {
        var (code, name) = (new CodeWriter(), options.NativeName);
        var macro = CText.Macro(name);
        code.Lines($$"""
            /* ---- {{CText.Comment(net.Name)}} ---- */

            int32_t {{name}}_inputs(void) { return {{macro}}_INPUTS; }
            int32_t {{name}}_neurons(void) { return {{macro}}_NEURONS; }
            int32_t {{name}}_outputs(void) { return {{macro}}_OUTPUTS; }
            int64_t {{name}}_constant_bytes(void) { return {{macro}}_CONSTANT_BYTES; }
            int64_t {{name}}_stack_bytes(void) { return {{macro}}_STACK_BYTES; }
            const char *{{name}}_model_hash(void) { return {{macro}}_MODEL_HASH; }
            const char *{{name}}_last_error(void) { return last_error; }

            """);
        WriteLabels(code, name, net);
        code.Lines($$"""
            extern int32_t FreeNets_{{name}}_is_supported(void);
            extern int32_t FreeNets_{{name}}_self_test(void);

            int32_t {{name}}_self_test(void) {
              int32_t status = check_machine(FreeNets_{{name}}_is_supported);
              if (status != FREENET_OK) {
                return status;
              }

              return FreeNets_{{name}}_self_test() ? FREENET_OK : fail(FREENET_SELF_TEST_FAILED, "The model does not reproduce its check vectors.");
            }

            """);
        WriteFunctions(code, net, name, macro, "", "float");
        if (net.Domain.Type == InputType.UInt8)
        {
            WriteFunctions(code, net, name, macro, "_u8", "uint8_t");
        }

        return code.ToString();
    }

    private static void WriteLabels(CodeWriter code, string name, FreeNet net)
    {
        if (net.Labels.Count == 0)
        {
            code.Lines($$"""
                const char *{{name}}_label(int32_t output) { (void)output; return NULL; }

                """);
            return;
        }

        code.Line($"static const char *const {name}_labels[] = {{");
        foreach (var label in net.Labels)
        {
            code.Line($"  {CText.Literal(label)},");
        }

        code.Lines($$"""
            };

            const char *{{name}}_label(int32_t output) { return output >= 0 && output < {{net.Labels.Count}} ? {{name}}_labels[output] : NULL; }

            """);
    }

    private static void WriteFunctions(CodeWriter code, FreeNet net, string name, string macro, string suffix, string element) => code.Lines($$"""
        extern void FreeNets_{{name}}_predict{{suffix}}(const {{element}} *input, float *logits);
        extern void FreeNets_{{name}}_predict_batch{{suffix}}(const {{element}} *inputs, float *logits, int32_t samples);
        extern int32_t FreeNets_{{name}}_classify{{suffix}}(const {{element}} *input);

        int32_t {{name}}_predict{{suffix}}(const {{element}} *input, size_t input_count, float *logits, size_t logit_count) {
          int32_t status = check(input, input_count, {{macro}}_INPUTS, logits, logit_count, {{macro}}_OUTPUTS, FreeNets_{{name}}_is_supported);
          if (status == FREENET_OK) {
            FreeNets_{{name}}_predict{{suffix}}(input, logits);
          }

          return status;
        }

        int32_t {{name}}_predict_batch{{suffix}}(const {{element}} *inputs, size_t input_count, float *logits, size_t logit_count) {
          int32_t status = check_batch(inputs, input_count, {{macro}}_INPUTS, logits, logit_count, {{macro}}_OUTPUTS, FreeNets_{{name}}_is_supported);
          if (status == FREENET_OK) {
            FreeNets_{{name}}_predict_batch{{suffix}}(inputs, logits, (int32_t)(input_count / {{macro}}_INPUTS));
          }

          return status;
        }

        int32_t {{name}}_classify{{suffix}}(const {{element}} *input, size_t input_count) {
          int32_t status = check(input, input_count, {{macro}}_INPUTS, input, {{macro}}_OUTPUTS, {{macro}}_OUTPUTS, FreeNets_{{name}}_is_supported);
          if (status != FREENET_OK) {
            return status;
          }

          int32_t output = FreeNets_{{name}}_classify{{suffix}}(input);
          return output >= 0 ? output : fail(FREENET_NOT_A_NUMBER, "The logits are not a number: an input is not, or the sums have no value.");
        }
        {{(OutputText.Probabilities(net) is null ? "" : Probabilities(net, name, macro, suffix, element))}}
        """);

    private static string Probabilities(FreeNet net, string name, string macro, string suffix, string element) => $$"""

        extern int32_t FreeNets_{{name}}_probabilities{{suffix}}(const {{element}} *input, float *probabilities);

        int32_t {{name}}_probabilities{{suffix}}(const {{element}} *input, size_t input_count, float *probabilities, size_t probability_count) {
          int32_t status = check(input, input_count, {{macro}}_INPUTS, probabilities, probability_count, {{OutputText.Classes(net)}}, FreeNets_{{name}}_is_supported);
          if (status != FREENET_OK) {
            return status;
          }

          int32_t output = FreeNets_{{name}}_probabilities{{suffix}}(input, probabilities);
          return output >= 0 ? output : fail(FREENET_NOT_A_NUMBER, "The logits are not a number: an input is not, or the sums have no value.");
        }

        """;
}
