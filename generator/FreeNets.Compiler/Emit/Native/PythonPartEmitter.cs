using FreeNets.Compiler.Text;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit.Native;

/// <summary>Writes one model's part of a native library's Python module.</summary>
internal static class PythonPartEmitter
{
    private const int ListedLabels = 20;

    public static string Write(FreeNet net, CompilerOptions options)
    {
        var (name, takesBytes) = (options.NativeName, net.Domain.Type == InputType.UInt8);
        var types = takesBytes ? "float32 or uint8" : "float32";
        return $"""


            class _Net_{name}(_Net):
                {Quotes}{PythonText.Comment(net.Name)}: {net.Inputs} inputs, {net.Neurons} neurons, {net.Outputs} outputs. Made from {PythonText.Comment(options.SourceName)}.

                predict(x)   x [{net.Inputs}] gives {OutputText.Values(net)} [{net.Outputs}]; x [samples, {net.Inputs}] gives {OutputText.Values(net)} [samples, {net.Outputs}], with the same bits and faster
                classify(x)  x [{net.Inputs}] gives the output with the largest {OutputText.Value(net)}{PythonText.Comment(OutputText.OfClasses(net))}, the first of equals, or -1 where it is NaN;
                             x [samples, {net.Inputs}] gives one per sample
                {Probabilities(net)}self_test()  whether the model reproduces its check vectors on this machine

                x is a NumPy array, {types}, in C order, and results are then arrays, float32 and int32; or a list or tuple of numbers, or of
                such rows, and results are lists{(takesBytes ? "; or bytes, for one sample" : "")}. {Range(net.Domain)}{Named(net)}
                TypeError: x has other elements. ValueError: x has another shape, or gaps. FreeNetError: this machine cannot run the library.
                {PythonText.Comment(OutputText.Describe(net))}
                Labels: {Labels(net)}.
                {Quotes}

                name = "{name}"
                inputs = {net.Inputs}
                neurons = {net.Neurons}
                outputs = {net.Outputs}
                classes = {(OutputText.Probabilities(net) is null ? 0 : OutputText.Classes(net))}
                takes_bytes = {(takesBytes ? "True" : "False")}
                columns = ({Columns(net)})
                model_hash = {PythonText.Literal(options.SourceHash)}
                labels = ({string.Join(" ", net.Labels.Select(static label => $"{PythonText.Literal(label)},"))})


            {CText.Macro(name)} = _Net_{name}()

            """.Replace("\r", "");
    }

    private static string Probabilities(FreeNet net) => OutputText.Probabilities(net) is null
        ? ""
        : $"probabilities(x)  x [{net.Inputs}] gives the probability of each class [{OutputText.Classes(net)}], {OutputText.ProbabilitiesAre(net)};\n"
            + $"                      x [samples, {net.Inputs}] gives [samples, {OutputText.Classes(net)}]\n    ";

    /// <summary>Name, categories and what stands for a missing value, of each input.</summary>
    private static string Columns(FreeNet net) => string.Join(" ", net.Columns.Select(static column => FormattableString.Invariant(
        $"({PythonText.Literal(column.Name)}, ({string.Join(" ", column.Categories.Select(static category => $"{PythonText.Literal(category)},"))}), {(column.Missing is { } missing ? CSharpText.Float(missing).TrimEnd('f') : "None")}),")));

    private static string Named(FreeNet net) => net.Columns.Count == 0
        ? ""
        : "\n    x may also be a dict or a DataFrame with the columns by name, words or numbers; of single values it is one sample. A dict gives lists,\n"
            + "    a DataFrame arrays. None and NaN are missing values. ValueError: a column, a category or a value lacks.";

    // Three of them would end the text that they are written in.
    private const string Quotes = "\"\"\"";

    private static string Labels(FreeNet net) => net.Labels.Count == 0
        ? "none"
        : $"{string.Join(", ", net.Labels.Take(ListedLabels).Select(PythonText.Comment))}{(net.Labels.Count > ListedLabels ? " ..." : "")}";

    private static string Range(InputDomain domain) => domain is { IsUniform: true, IsBounded: true }
        ? FormattableString.Invariant(
            $"Raw values from {domain.Minimum.Uniform} to {domain.Maximum.Uniform}; normalisation is compiled in.")
        : "Raw values; normalisation is compiled in.";
}
