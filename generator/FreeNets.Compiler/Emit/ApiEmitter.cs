using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Schedule;
using FreeNets.Compiler.Text;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes what users of a generated class see.</summary>
internal sealed class ApiEmitter(CodeWriter code, FreeNet net, Plan plan, CompilerOptions options)
{
    public void Write()
    {
        WriteSizes();
        WriteIsSupported();
        WritePredict("float", NumericsText.Floats(plan.Program.Numerics, net.Domain));
        if (net.Domain.Type == InputType.UInt8)
        {
            WritePredict("byte", "raw bytes, such as the pixels of an 8-bit image");
        }

        if (ColumnNames.Has(net))
        {
            new NamedInputEmitter(code, net, options.Class).Write();
        }

        WriteSelfTest();
        new RunEmitter(code, plan, Families).Write();
        WriteLabels();
    }

    private void WriteSizes()
    {
        var (live, dense) = (MultiplyAdds.Live(plan.Net), MultiplyAdds.Dense(net));
        Constant("string", "Name", CSharpText.Literal(net.Name), "The model's name.");
        Constant("string", "ModelHash", CSharpText.Literal(options.SourceHash), "SHA-256 of the model file's payload, in hex.");
        Constant("int", "Inputs", CSharpText.Integer(net.Inputs), "The number of inputs.");
        Constant("int", "Neurons", CSharpText.Integer(net.Neurons), "k, the number of neurons.");
        Constant(
            "int", "Outputs", CSharpText.Integer(net.Outputs),
            OutputText.AreLogits(net) ? "The number of outputs, one logit each." : "The number of outputs.");
        Constant("int", "Edges", CSharpText.Integer(net.Edges.Count), "The number of edges of the Neural Connectivity Graph.");
        Constant("long", "Flops", CSharpText.Integer(live.Flops), "FLOPs of one prediction: two for each weight that is used.");
        Constant("long", "DenseFlops", CSharpText.Integer(dense.Flops), "FLOPs of the FreeNet of the same sizes with every edge present.");
        code.Line("/// <summary>The classes' labels by output; empty when the model file has none.</summary>");
        code.Line("public static System::ReadOnlySpan<string> Labels => LabelTable.Labels;");
        code.Line();
        code.Line("// One sample's state: neurons, logits, padding.");
        code.Line($"private const int StateLength = {plan.Program.State.Length};");
        code.Line();
        code.Line($"private const int FirstLogit = {plan.Net.Neurons};");
        code.Line();
    }

    private void WriteIsSupported() => code.Lines($"""
        /// <summary>
        {(plan.RunsEverywhere
            ? $"/// Whether this machine can run the code, which was generated for {Families}: always, since Scalar needs no vectors."
            : $"/// Whether this machine has one of the instruction sets that the code was generated for: {Families}.\n"
                + "/// Where it has none, every prediction throws <see cref=\"System::PlatformNotSupportedException\"/>.")}
        /// </summary>
        public static bool IsSupported => {IsSupported()};

        """);

    private string IsSupported() => plan.RunsEverywhere
        ? "true"
        : string.Join(" || ", plan.VectorPaths.Select(static path => new VectorText(path.Shape).IsSupported));

    private string Families => string.Join(", ", plan.Choices.Families);

    private void Constant(string type, string name, string value, string summary)
    {
        code.Line($"/// <summary>{summary}</summary>");
        code.Line($"public const {type} {name} = {value};");
        code.Line();
    }

    private void WritePredict(string element, string what) => code.Lines($$"""
        /// <summary>Computes the {{OutputText.Values(net)}} of one sample. Allocates nothing.</summary>
        /// <param name="input">[{{net.Inputs}}] {{what}}.</param>
        /// <param name="logits">Receives [{{net.Outputs}}] {{OutputText.Values(net)}}; may be longer.</param>
        /// <exception cref="System::ArgumentException">A span has the wrong length.</exception>
        public static void Predict(System::ReadOnlySpan<{{element}}> input, System::Span<float> logits)
        {
            global::FreeNets.Runtime.Arguments.CheckSample(input.Length, Inputs, logits.Length, Outputs);
            Run(ref Interop::MemoryMarshal.GetReference(input), ref Interop::MemoryMarshal.GetReference(logits));
        }

        /// <summary>
        /// Computes the {{OutputText.Values(net)}} of any number of samples, with the same bits as <see cref="Predict(System::ReadOnlySpan{{{element}}}, System::Span{float})"/>.
        /// Allocates nothing.
        /// </summary>
        /// <param name="inputs">[samples, {{net.Inputs}}] {{what}}.</param>
        /// <param name="logits">Receives [samples, {{net.Outputs}}] {{OutputText.Values(net)}}; may be longer.</param>
        /// <exception cref="System::ArgumentException">A span has the wrong length.</exception>
        public static void PredictBatch(System::ReadOnlySpan<{{element}}> inputs, System::Span<float> logits)
        {
            var samples = global::FreeNets.Runtime.Arguments.CheckBatch(inputs.Length, Inputs, logits.Length, Outputs);
            RunBatch(ref Interop::MemoryMarshal.GetReference(inputs), ref Interop::MemoryMarshal.GetReference(logits), samples);
        }

        /// <summary>
        /// Does what <see cref="PredictBatch(System::ReadOnlySpan{{{element}}}, System::Span{float})"/> does, to the same bits, on several cores: each runs
        /// its own part of the batch, without locks. Allocates a few objects for the threads' work, whatever the number of samples.
        /// </summary>
        /// <param name="inputs">[samples, {{net.Inputs}}] {{what}}.</param>
        /// <param name="logits">Receives [samples, {{net.Outputs}}] {{OutputText.Values(net)}}; may be longer.</param>
        /// <param name="maxDegree">The largest number of threads, or -1 for one a core.</param>
        /// <exception cref="System::ArgumentException">A length is wrong, or <paramref name="maxDegree"/> is 0 or less than -1.</exception>
        public static void PredictBatchParallel(System::ReadOnlyMemory<{{element}}> inputs, System::Memory<float> logits, int maxDegree = -1)
        {
            var samples = global::FreeNets.Runtime.Arguments.CheckBatch(inputs.Length, Inputs, logits.Length, Outputs);
            global::FreeNets.Runtime.Cores.Run(samples, maxDegree, (first, count) => PredictBatch(
                inputs.Span.Slice(first * Inputs, count * Inputs), logits.Span.Slice(first * Outputs, count * Outputs)));
        }

        /// <summary>Finds the output with the largest {{OutputText.Value(net)}} of one sample{{OutputText.OfClasses(net)}}; the first of equals. Allocates nothing.</summary>
        /// <param name="input">[{{net.Inputs}}] {{what}}.</param>
        /// <returns>The output, 0 to {{OutputText.Classes(net) - 1}}; -1 when the {{OutputText.Values(net)}} are NaN.</returns>
        /// <exception cref="System::ArgumentException">The span has the wrong length.</exception>
        public static int Classify(System::ReadOnlySpan<{{element}}> input)
        {
            System::Span<float> logits = stackalloc float[Outputs];
            Predict(input, logits);
            return global::FreeNets.Runtime.Logits.ArgMax({{OutputText.ClassLogits(net)}});
        }
        {{(OutputText.Probabilities(net) is { } kind ? ClassifyWithProbabilities(element, what, kind) : "")}}
        """);

    private string ClassifyWithProbabilities(string element, string what, string kind) => $$"""

        /// <summary>
        /// Does what <see cref="Classify(System::ReadOnlySpan{{{element}}})"/> does, and gives the probability of each class: {{OutputText.ProbabilitiesAre(net)}}.
        /// Allocates nothing.
        /// </summary>
        /// <param name="input">[{{net.Inputs}}] {{what}}.</param>
        /// <param name="probabilities">Receives [{{OutputText.Classes(net)}}] probabilities, NaN where the {{OutputText.Values(net)}} are; may be longer.</param>
        /// <returns>The output, 0 to {{OutputText.Classes(net) - 1}}; -1 when the {{OutputText.Values(net)}} are NaN.</returns>
        /// <exception cref="System::ArgumentException">A span has the wrong length.</exception>
        public static int Classify(System::ReadOnlySpan<{{element}}> input, System::Span<float> probabilities)
        {
            global::FreeNets.Runtime.Arguments.CheckSample(input.Length, Inputs, probabilities.Length, {{OutputText.Classes(net)}});
            System::Span<float> logits = stackalloc float[Outputs];
            Predict(input, logits);
            global::FreeNets.Runtime.Probabilities.{{kind}}({{OutputText.ClassLogits(net)}}, probabilities);
            return global::FreeNets.Runtime.Logits.ArgMax({{OutputText.ClassLogits(net)}});
        }

        """;

    private void WriteSelfTest()
    {
        code.Lines($"""
            /// <summary>
            /// Runs the model file's {net.Checks.Count} check vectors{(plan.RunsBlocks ? ", one by one and as a batch," : "")} and compares the logits {NumericsText.Expected(plan.Program.Numerics)}.
            /// </summary>
            /// <returns>True when all agree within 1e-4, relative to the largest logit.</returns>
            """);
        code.Block("public static bool SelfTest()", () =>
        {
            if (plan.RunsBlocks)
            {
                WriteBatchTest();
                return;
            }

            code.Lines("""
                System::Span<float> logits = stackalloc float[Outputs];
                for (var first = 0; first < CheckLogits.Length; first += Outputs)
                {
                    Predict(CheckInputs.Slice(first / Outputs * Inputs, Inputs), logits);
                    if (!global::FreeNets.Runtime.Logits.Agree(logits, CheckLogits.Slice(first, Outputs)))
                    {
                        return false;
                    }
                }

                return CheckLogits.Length > 0;
                """);
        });
        code.Line();
    }

    private void WriteBatchTest() => code.Lines($$"""
        const int Block = {{Math.Max(1, Math.Min(net.Checks.Count, Machine.Lanes))}};
        System::Span<float> one = stackalloc float[Outputs];
        System::Span<float> batch = stackalloc float[Block * Outputs];
        var samples = CheckLogits.Length / Outputs;
        for (var sample = 0; sample < samples; sample++)
        {
            var place = sample % Block;
            if (place == 0)
            {
                var count = samples - sample < Block ? samples - sample : Block;
                PredictBatch(CheckInputs.Slice(sample * Inputs, count * Inputs), batch);
            }

            var expected = CheckLogits.Slice(sample * Outputs, Outputs);
            Predict(CheckInputs.Slice(sample * Inputs, Inputs), one);
            if (!global::FreeNets.Runtime.Logits.Agree(one, expected)
                || !global::FreeNets.Runtime.Logits.Agree(batch.Slice(place * Outputs, Outputs), expected))
            {
                return false;
            }
        }

        return samples > 0;
        """);

    private void WriteLabels()
    {
        // A class of its own, so that nothing else ever runs or checks a static constructor.
        code.Block("private static class LabelTable", () =>
        {
            code.Line("internal static readonly string[] Labels =");
            code.Line("[");
            foreach (var label in net.Labels)
            {
                code.Line($"    {CSharpText.Literal(label)},");
            }

            code.Line("];");
        });
    }
}
