using FreeNets.Compiler.Schedule;
using FreeNets.Compiler.Text;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit.Native;

/// <summary>Writes the entries that the C functions call. Those have checked every argument, so nothing here can throw.</summary>
internal static class EntriesEmitter
{
    public static void Write(CodeWriter code, Plan plan, CompilerOptions options)
    {
        // C functions are lower-case, whatever Native="…" says; no entry can have the name of one.
        code.Line(
            "// Called by the library's C functions, which check all arguments first. None of this may need the .NET runtime, which a");
        code.Line("// native library never starts: no allocation, no exception, no static constructor.");
        code.Block("private static class NativeEntries", () =>
        {
            WriteEntries(code, options.NativeName, "", "float", plan.Net);
            if (plan.Net.Domain.Type == InputType.UInt8)
            {
                WriteEntries(code, options.NativeName, "_u8", "byte", plan.Net);
            }

            code.Lines($"""
                [Interop::UnmanagedCallersOnly(EntryPoint = "FreeNets_{options.NativeName}_is_supported")]
                internal static int IsSupportedEntry() => IsSupported ? 1 : 0;

                [Interop::UnmanagedCallersOnly(EntryPoint = "FreeNets_{options.NativeName}_self_test")]
                internal static int SelfTestEntry() => SelfTest() ? 1 : 0;

                private static ref T At<T>(nint address) => ref Compiler::Unsafe.AddByteOffset(ref Compiler::Unsafe.NullRef<T>(), address);
                """);
        });
    }

    private static void WriteEntries(CodeWriter code, string name, string suffix, string element, FreeNet net) => code.Lines($$"""
        [Interop::UnmanagedCallersOnly(EntryPoint = "FreeNets_{{name}}_predict{{suffix}}")]
        internal static void Predict_{{element}}(nint input, nint logits) => Run(ref At<{{element}}>(input), ref At<float>(logits));

        [Interop::UnmanagedCallersOnly(EntryPoint = "FreeNets_{{name}}_predict_batch{{suffix}}")]
        internal static void PredictBatch_{{element}}(nint inputs, nint logits, int samples) =>
            RunBatch(ref At<{{element}}>(inputs), ref At<float>(logits), samples);

        [Interop::UnmanagedCallersOnly(EntryPoint = "FreeNets_{{name}}_classify{{suffix}}")]
        internal static int Classify_{{element}}(nint input)
        {
            System::Span<float> logits = stackalloc float[Outputs];
            Run(ref At<{{element}}>(input), ref Interop::MemoryMarshal.GetReference(logits));
            return global::FreeNets.Runtime.Logits.ArgMax({{OutputText.ClassLogits(net)}});
        }
        {{(OutputText.Probabilities(net) is { } kind ? ProbabilitiesEntry(name, suffix, element, net, kind) : "")}}
        """);

    private static string ProbabilitiesEntry(string name, string suffix, string element, FreeNet net, string kind) => $$"""

        [Interop::UnmanagedCallersOnly(EntryPoint = "FreeNets_{{name}}_probabilities{{suffix}}")]
        internal static int Probabilities_{{element}}(nint input, nint probabilities)
        {
            System::Span<float> logits = stackalloc float[Outputs];
            Run(ref At<{{element}}>(input), ref Interop::MemoryMarshal.GetReference(logits));
            global::FreeNets.Runtime.Probabilities.{{kind}}(
                {{OutputText.ClassLogits(net)}}, Interop::MemoryMarshal.CreateSpan(ref At<float>(probabilities), {{OutputText.Classes(net)}}));
            return global::FreeNets.Runtime.Logits.ArgMax({{OutputText.ClassLogits(net)}});
        }

        """;
}
