namespace FreeNets.Compiler.Emit.Native;

/// <summary>The C header, the C source and the Python module of a native library, put together from the parts of its models.</summary>
public static class NativeLibrary
{
    /// <summary>The header, in which all functions are documented.</summary>
    /// <param name="library">The library's name, as in lib<paramref name="library"/>.so.</param>
    /// <param name="parts">All models' generated files.</param>
    public static string Header(string library, IEnumerable<GeneratedFile> parts) => $"""
        /* The C interface of lib{library}. Made by FreeNets.Compiler {CompilerVersion.Text}; changes will be lost.

           Every function may be called from any thread and at any time. None allocates, blocks, throws, or keeps anything but the
           calling thread's last error; none starts threads or touches signal handlers. */
        #ifndef {CText.Guard(library)}
        #define {CText.Guard(library)}

        #include <stddef.h>
        #include <stdint.h>

        #ifdef __cplusplus
        extern "C" {"{"}
        #endif

        /* What functions return. */
        #ifndef FREENET_OK
        #define FREENET_OK 0
        #define FREENET_NULL_POINTER (-1)     /* A pointer is NULL. */
        #define FREENET_WRONG_SIZE (-2)       /* A count does not fit the model. */
        #define FREENET_UNSUPPORTED_CPU (-3)  /* This machine lacks an instruction set that the library was built for. */
        #define FREENET_SELF_TEST_FAILED (-4) /* The model does not reproduce its check vectors. */
        #define FREENET_NOT_A_NUMBER (-5)     /* The logits are NaN: an input is, or the sums have no value. */
        #endif

        {Join(parts, ".h")}
        #ifdef __cplusplus
        {"}"}
        #endif

        #endif

        """;

    /// <summary>The source: checks of arguments and of the machine in front of the generated code.</summary>
    /// <param name="library">The library's name, which is its header's, too.</param>
    /// <param name="parts">All models' generated files.</param>
    public static string Source(string library, IEnumerable<GeneratedFile> parts) => $$"""
        /* The C functions of lib{{library}}. Made by FreeNets.Compiler {{CompilerVersion.Text}}; changes will be lost. */
        #include "{{library}}.h"

        /* Generated code needs nothing of the .NET runtime, so the library never starts it: no heap reserved, no threads, no signal
           handlers. The linker (--wrap) puts these in the place of what C# compiles at the borders of an exported method. */
        void __wrap_RhpReversePInvoke(void *frame);
        void __wrap_RhpReversePInvokeReturn(void *frame);
        void __wrap_RhpReversePInvoke(void *frame) { (void)frame; }
        void __wrap_RhpReversePInvokeReturn(void *frame) { (void)frame; }

        /* Parts of the runtime that never run ask for it; a C library that is linked statically has it no more. */
        int __xmknod(void);
        int __xmknod(void) { return -1; }

        /* The runtime would compare these when it starts, and abort. */
        extern int minipal_getcpufeatures(void);
        extern const int g_requiredCpuFeatures;
        extern int g_cpuFeatures;

        static _Thread_local const char *last_error = "";

        static int32_t fail(int32_t status, const char *error) {
          last_error = error;
          return status;
        }

        typedef int32_t (*is_supported)(void);

        /* What the whole library needs comes first: without it, not even the model may be asked. */
        static int32_t check_machine(is_supported model) {
          enum { UNKNOWN, SUPPORTED, UNSUPPORTED };
          static int state = UNKNOWN;
          int known = __atomic_load_n(&state, __ATOMIC_ACQUIRE);
          if (known == UNKNOWN) {
            int features = minipal_getcpufeatures();
            __atomic_store_n(&g_cpuFeatures, features, __ATOMIC_RELAXED);
            known = (features & g_requiredCpuFeatures) == g_requiredCpuFeatures ? SUPPORTED : UNSUPPORTED;
            __atomic_store_n(&state, known, __ATOMIC_RELEASE);
          }

          return known == SUPPORTED && model() ? FREENET_OK
              : fail(FREENET_UNSUPPORTED_CPU, "This machine lacks an instruction set that the library was built for.");
        }

        static int32_t check(const void *input, size_t input_count, size_t inputs, const void *logits, size_t logit_count, size_t outputs,
            is_supported model) {
          if (input == NULL || logits == NULL) {
            return fail(FREENET_NULL_POINTER, "A pointer is NULL.");
          }

          if (input_count != inputs || logit_count < outputs) {
            return fail(FREENET_WRONG_SIZE, "The input must have exactly, and the logits at least, as many values as the model.");
          }

          return check_machine(model);
        }

        static int32_t check_batch(const void *input, size_t input_count, size_t inputs, const void *logits, size_t logit_count, size_t outputs,
            is_supported model) {
          size_t samples = input_count / inputs;
          if (input == NULL || logits == NULL) {
            return fail(FREENET_NULL_POINTER, "A pointer is NULL.");
          }

          if (samples * inputs != input_count || samples > INT32_MAX || logit_count / outputs < samples) {
            return fail(FREENET_WRONG_SIZE, "The inputs must be whole samples, fewer than 2^31, with room for the logits of each.");
          }

          return check_machine(model);
        }

        {{Join(parts, ".c")}}
        """;

    /// <summary>The Python module, which calls the shared library beside it.</summary>
    /// <param name="library">The library's name.</param>
    /// <param name="parts">All models' generated files.</param>
    public static string Python(string library, IEnumerable<GeneratedFile> parts) => $"{PythonModule.Begin(library)}{Join(parts, ".py")}";

    private static string Join(IEnumerable<GeneratedFile> parts, string extension) => string.Concat(parts
        .Where(part => part.Name.EndsWith(extension, StringComparison.Ordinal))
        .OrderBy(static part => part.Name, StringComparer.Ordinal)
        .Select(static part => part.Text));
}
