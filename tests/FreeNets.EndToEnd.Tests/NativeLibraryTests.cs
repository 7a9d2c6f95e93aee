using System.Globalization;
using System.Runtime.Intrinsics.X86;
using FreeNets.Compiler;
using FreeNets.Model;
using FreeNets.Tests;
using FreeNets.Trainer.Data.DrawnDigits;
using FreeNets.Trainer.Data.Idx;

namespace FreeNets.EndToEnd.Tests;

/// <summary>A model project as a native library: its users in four languages, and what it does to their process.</summary>
[Collection(ModelLibraryTests.Name)]
public sealed class NativeLibraryTests(ModelLibrary model)
{
    private static readonly string[] s_strict = ModelLibrary.StrictC;

    private static string Sample(string path) => Repository.In($"runtime/samples/{path}");

    [SkippableFact]
    public void A_c_program_gets_the_logits_of_the_reference()
    {
        ModelLibrary.NeedCompiler();
        model.AssertPredicts(model.Run(CProgram(), [], model.Pixels));
    }

    [SkippableFact]
    public void A_cpp_program_gets_the_logits_of_the_reference()
    {
        ModelLibrary.NeedCompiler();
        Need.Of(Requirement.Cpp, Command.Exists("c++"), "A C++ compiler is needed.");
        model.Run(
            "c++", ["-std=c++17", .. s_strict, Sample("cpp/classify.cpp"), .. Library(model.Folder), "-pthread", "-o", "classify-cpp"]);
        model.AssertPredicts(model.Run(model.In("classify-cpp"), [], model.Pixels));
    }

    [SkippableFact]
    public void A_python_program_gets_the_logits_of_the_reference()
    {
        var python = Python();
        ModelLibrary.NeedCompiler();
        Need.Of(Requirement.NumPy, python is not null, "Python with NumPy is needed.");
        model.AssertPredicts(model.Run(python!, [Sample("python/classify.py"), Path.Combine(model.Folder, "libmodel.so")], model.Pixels));
    }

    [SkippableFact]
    public void The_python_sample_takes_rows_of_inputs_alone()
    {
        var python = Python();
        ModelLibrary.NeedCompiler();
        Need.Of(Requirement.NumPy, python is not null, "Python with NumPy is needed.");
        var image = Command.Run(model.In(""), python!, [
            "-c",
            $"""
            import sys
            sys.path.insert(0, "{Sample("python")}")
            import numpy, classify
            model = classify.Model("{Path.Combine(model.Folder, "libmodel.so")}")
            print(model.predict(numpy.zeros((3, 784), numpy.uint8)).shape)
            model.predict(numpy.zeros((28, 28), numpy.uint8))
            """]);
        Assert.Equal((1, "(3, 10)\n"), (image.ExitCode, image.Output));
        Assert.Contains(
            "ValueError: pixels are uint8 [28, 28]; the model takes uint8 [samples, 784]", image.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Labels_reach_c_and_python_as_they_are()
    {
        ModelLibrary.NeedCompiler();
        File.WriteAllText(model.In("labels.c"), """
            #include <stdio.h>
            #include "model.h"
            int main(void) {
              for (int32_t i = 0; i < MODEL_OUTPUTS; i++) {
                puts(model_label(i));
              }
              return 0;
            }
            """);
        model.Run("cc", ["-std=c99", .. s_strict, "labels.c", .. Library(model.Folder), "-o", "labels"]);
        var expected = string.Concat(model.Net.Labels.Select(static label => label + "\n"));
        Assert.Equal(expected, model.Run(model.In("labels"), []));

        Need.Of(Requirement.Python, Command.Exists("python3"), "Python is needed.");
        Assert.Equal(expected, model.Run("python3", [
            "-c",
            $"""
            import ctypes, sys
            library = ctypes.CDLL("{Path.Combine(model.Folder, "libmodel.so")}")
            library.model_label.restype = ctypes.c_char_p
            for output in range(10):
                sys.stdout.buffer.write(library.model_label(output) + b"\n")
            """]));
    }

    [SkippableTheory]
    [InlineData("numpy.frombuffer(frames, numpy.uint8).reshape(-1, MODEL.inputs)")]
    [InlineData("numpy.frombuffer(frames, numpy.uint8).reshape(-1, MODEL.inputs).astype(numpy.float32)")]
    public void The_python_module_takes_arrays(string array)
    {
        var python = Python();
        ModelLibrary.NeedCompiler();
        Need.Of(Requirement.NumPy, python is not null, "Python with NumPy is needed.");
        model.AssertPredicts(Module(python!, $"""
            import numpy
            x = {array}
            logits = MODEL.predict(x)
            assert logits.dtype == numpy.float32 and (logits[3] == MODEL.predict(x[3])).all()
            assert MODEL.predict(x[:0]).shape == (0, MODEL.outputs)
            assert (MODEL.probabilities(x).argmax(1) == MODEL.classify(x)).all() and MODEL.probabilities(x[3]).dtype == numpy.float32
            for output, row in zip(MODEL.classify(x), logits):
                print(output, *(f"{"{"}logit:.9g{"}"}" for logit in row))
            """));
    }

    [SkippableFact]
    public void The_python_module_takes_lists_and_bytes_without_NumPy()
    {
        ModelLibrary.NeedCompiler();
        Need.Of(Requirement.Python, Command.Exists("python3"), "Python is needed.");
        model.AssertPredicts(Module("python3", """
            sys.modules["numpy"] = None
            rows = [list(frames[first : first + MODEL.inputs]) for first in range(0, len(frames), MODEL.inputs)]
            logits = MODEL.predict(rows)
            assert logits[3] == MODEL.predict(rows[3]) == MODEL.predict(bytes(rows[3]))
            assert MODEL.self_test() and model.INT8.self_test()
            assert MODEL.classify([float("nan")] * MODEL.inputs) == -1
            assert all(abs(sum(row) - 1) < 1e-6 and row.index(max(row)) == output for row, output in zip(MODEL.probabilities(rows), MODEL.classify(rows)))
            for output, row in zip(MODEL.classify(rows), logits):
                print(output, *(f"{logit:.9g}" for logit in row))
            """));
    }

    [SkippableFact]
    public void The_python_module_has_every_label_and_says_what_it_cannot_take()
    {
        var python = Python();
        ModelLibrary.NeedCompiler();
        Need.Of(Requirement.NumPy, python is not null, "Python with NumPy is needed.");
        var lines = Module(python!, """
            import numpy
            sys.stdout.reconfigure(encoding="utf-8")
            print("\n".join(MODEL.labels))
            x = numpy.zeros((4, 784), numpy.float32)
            for bad in x.astype(numpy.float64), x.astype(">f4"), x.T, x[:, ::-1], x[::2], x[:, 1:], [0.0] * 3, [[0.0] * 784, [0.0] * 3], ["a"] * 784, b"ab", 5:
                try:
                    MODEL.predict(bad)
                    print("nothing")
                except (TypeError, ValueError) as error:
                    print(type(error).__name__, error)
            """).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(model.Net.Labels, lines[..10]);
        string[] faults =
        [
            "TypeError x has dtype float64; model takes float32 or uint8: x.astype(numpy.float32)",
            "TypeError x has dtype >f4; model takes float32 or uint8: x.astype(numpy.float32)",
            "ValueError x has shape [784, 4]; model takes [784] or [samples, 784]",
            "ValueError x is not in C order, or has gaps between rows: numpy.ascontiguousarray(x)",
            "ValueError x is not in C order, or has gaps between rows: numpy.ascontiguousarray(x)",
            "ValueError x has shape [4, 783]; model takes [784] or [samples, 784]",
            "ValueError x has shape [3]; model takes [784] or [samples, 784]",
            "ValueError x has shape [2, 3]; model takes [784] or [samples, 784]",
            "TypeError must be real number, not str",
            "ValueError x has shape [2]; model takes [784] or [samples, 784]",
            "TypeError x is int; model takes a NumPy array, a list or a tuple, or bytes",
        ];
        Assert.Equal(faults, lines[10..]);
    }

    [SkippableFact]
    public void The_python_module_refuses_the_library_of_another_model()
    {
        ModelLibrary.NeedCompiler();
        Need.Of(Requirement.Python, Command.Exists("python3"), "Python is needed.");
        var text = File.ReadAllText(Path.Combine(model.Folder, "model.py"));
        File.WriteAllText(
            model.In("model.py"), System.Text.RegularExpressions.Regex.Replace(text, "model_hash = \"[0-9a-f]+\"", "model_hash = \"0\""));
        File.Copy(Path.Combine(model.Folder, "libmodel.so"), model.In("libmodel.so"), overwrite: true);
        Assert.Contains(
            "holds another int8 than this module was made for; copy both from one publish",
            Command.Run(model.In(""), "python3", ["-c", "import model"]).Error,
            StringComparison.Ordinal);
        File.Delete(model.In("model.py"));
    }

    [SkippableFact]
    public void The_documents_name_the_oldest_c_library_that_will_do()
    {
        ModelLibrary.NeedCompiler();
        Need.Of(Requirement.Objdump, Command.Exists("objdump"), "objdump is needed.");
        var needed = System.Text.RegularExpressions.Regex.Matches(
            model.Run("objdump", ["-p", Path.Combine(model.Folder, "libmodel.so")]), @"GLIBC_(\d+\.\d+)")
            .Select(static match => Version.Parse(match.Groups[1].Value))
            .Max();
        var stated = System.Text.RegularExpressions.Regex.Match(File.ReadAllText(Repository.In("docs/native.md")), @"glibc (\d+\.\d+)");
        Assert.Equal(Version.Parse(stated.Groups[1].Value), needed);
    }

    [SkippableFact]
    public void A_rust_program_gets_the_logits_of_the_reference()
    {
        ModelLibrary.NeedCompiler();
        Need.Of(Requirement.Rust, Command.Exists("rustc"), "A Rust compiler is needed.");
        model.Run("rustc", [
            "-O", "-D", "warnings", Sample("rust/classify.rs"), "-L", model.Folder, "-C", $"link-args=-Wl,-rpath,{model.Folder}", "-o",
            "classify-rust"]);
        model.AssertPredicts(model.Run(model.In("classify-rust"), [], model.Pixels));
    }

    [SkippableFact]
    public void An_archive_is_all_that_a_c_program_needs()
    {
        ModelLibrary.NeedCompiler();
        var folder = model.Publish("static", model.Int8, "-p:NativeLib=Static");
        model.Run(
            "cc",
            [
                "-std=c99", .. s_strict, Sample("c/classify.c"), "-I", folder, Path.Combine(folder, "libmodel.a"), "-lm", "-o",
                "classify-static",
            ]);
        model.AssertPredicts(model.Run(model.In("classify-static"), [], model.Pixels));

        model.Run(
            "cc",
            [
                "-static", "-std=c99", .. s_strict, Sample("c/classify.c"), "-I", folder, Path.Combine(folder, "libmodel.a"), "-lm", "-o",
                "classify-alone",
            ]);
        model.AssertPredicts(model.Run(model.In("classify-alone"), [], model.Pixels));
    }

    [SkippableFact]
    public void A_machine_without_the_instructions_gets_a_status()
    {
        const string Emulator = "qemu-x86_64-static";
        ModelLibrary.NeedCompiler();
        Need.Of(Requirement.Arm64, Command.Exists(Emulator), $"{Emulator} is needed.");
        var old = Command.Run(model.In(""), Emulator, ["-cpu", "Nehalem", CProgram()], model.Pixels);
        Assert.Equal((1, ""), (old.ExitCode, old.Output));
        Assert.Contains("This machine lacks an instruction set that the library was built for.", old.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Twenty_libraries_share_a_process_and_leave_no_trace_in_it()
    {
        ModelLibrary.NeedCompiler();
        var copies = Enumerable.Range(0, 20).Select(i => model.In($"copy{i}.so")).ToArray();
        Array.ForEach(copies, copy => File.Copy(Path.Combine(model.Folder, "libmodel.so"), copy));

        var values = model.Probe("model", copies);
        Assert.Equal(20, values["output"].Count());
        Assert.Single(values["output"].Distinct());
        Assert.Equal(Enumerable.Repeat("0", 20), values["self_test"]);
        Assert.Equal("0", values["handlers"].Single());
        Assert.Equal("1", values["threads"].Single());
        Assert.InRange(int.Parse(values["address_space_kb"].Single()), 0, 20 * 2 * 1024);
    }

    [SkippableTheory]
    [InlineData("model")]
    [InlineData("int8")]
    public void The_deepest_call_takes_no_more_stack_than_the_header_says_and_little_less(string name)
    {
        ModelLibrary.NeedCompiler();
        var values = model.Probe(name, [Path.Combine(model.Folder, "libmodel.so")]);
        var stated = int.Parse(values["stack_bytes"].Single());
        Assert.Equal("passed", values["deepest"].Single());
        Assert.InRange(int.Parse(values["stack"].Single()), stated - 4096, stated);
    }

    [SkippableFact]
    public void The_library_is_no_larger_than_a_megabyte_and_its_weights()
    {
        ModelLibrary.NeedCompiler();
        var weights = File.ReadLines(Path.Combine(model.Folder, "model.h"))
            .Where(static line => line.Contains("_CONSTANT_BYTES ", StringComparison.Ordinal))
            .Select(static line => int.Parse(line.Split(' ')[^1]))
            .ToArray();
        Assert.Equal(2, weights.Length);
        Assert.InRange(new FileInfo(Path.Combine(model.Folder, "libmodel.so")).Length, 0, 1_000_000 + weights.Sum());
    }

    [SkippableFact]
    public void Whole_numbers_give_a_c_program_the_bits_of_managed_code()
    {
        ModelLibrary.NeedCompiler();
        Need.Of(Requirement.Avx2, Fma.IsSupported, "A CPU with AVX2 and FMA is needed.");
        var managed = GeneratedModel.Of(model.Net, CodeChoices.Default with { Precision = Precision.Int8 });
        var lines = model.Run(CProgram("int8"), [], model.Pixels).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(model.Pixels.Length / model.Net.Inputs, lines.Length);
        var logits = new float[model.Net.Outputs];
        for (var frame = 0; frame < lines.Length; frame++)
        {
            managed.PredictBytes(model.Pixels.AsSpan(frame * model.Net.Inputs, model.Net.Inputs), logits);
            Assert.Equal(logits, lines[frame].Split(' ').Skip(1).Select(static text => float.Parse(text, CultureInfo.InvariantCulture)));
        }
    }

    [SkippableFact]
    [Trait(Long.Name, Long.Value)]
    public void Arm64_predicts_what_x64_predicts_on_all_test_images()
    {
        string[] tools = ["clang", "ld.lld", "llvm-objcopy", "aarch64-linux-gnu-gcc", "qemu-aarch64-static"];
        var missing = tools.Where(static tool => !Command.Exists(tool)).ToArray();
        ModelLibrary.NeedCompiler();
        Need.Of(Requirement.Arm64, missing is [], $"Needed for arm64: {string.Join(", ", missing)}.");
        var folder = model.Publish("arm64", model.Int8, "-r", "linux-arm64", "-p:LinkerFlavor=lld", "-p:ObjCopyName=llvm-objcopy");
        var images = TestImages();
        foreach (var name in new[] { "model", "int8" })
        {
            var program = model.In($"{name}-arm64");
            model.Run(
                "aarch64-linux-gnu-gcc",
                ["-std=c99", .. s_strict, Sample("c/classify.c"), .. Calls(name), .. Library(folder), "-o", program]);

            // NEON and AVX2 round alike: the same numbers to the last digit, with which a float32 is exact.
            var predictions = model.Run("qemu-aarch64-static", ["-L", "/usr/aarch64-linux-gnu", program], images);
            Assert.Equal(images.Length / model.Net.Inputs, predictions.AsSpan().Count('\n'));
            Assert.Equal(model.Run(CProgram(name), [], images), predictions);
        }

        model.AssertPredicts(model.Run("qemu-aarch64-static", ["-L", "/usr/aarch64-linux-gnu", model.In("model-arm64")], model.Pixels));
    }

    /// <summary>What a program with the published module prints; the frames are its standard input.</summary>
    private string Module(string python, string program) => model.Run(
        python,
        [
            "-c",
            $"import sys\nsys.path.insert(0, \"{model.Folder}\")\nimport model\nfrom model import MODEL\nframes = "
                + $"sys.stdin.buffer.read()\n{program}",
        ], model.Pixels);

    private static string? Python() => new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(static name =>
        (File.Exists(name) || Command.Exists(name)) && Command.Run(".", name, ["-c", "import numpy"]).ExitCode == 0);

    private static string[] Library(string folder) => ["-I", folder, "-L", folder, "-lmodel", $"-Wl,-rpath,{folder}"];

    // The sample's calls, of another model in the library.
    private static string[] Calls(string name) => name == "model"
        ? []
        : [.. new[] { "self_test", "last_error", "classify_u8", "predict_u8" }.Select(function => $"-Dmodel_{function}={name}_{function}")];

    private static byte[] TestImages() =>
        Environment.GetEnvironmentVariable("FREENETS_DATA") is { } data && Directory.Exists(Path.Combine(data, "fashion-mnist"))
            ? DataSets.Load(Path.Combine(data, "fashion-mnist"), dataRoot: null, Spectre.Console.AnsiConsole.Console, default).Test.Pixels
            : Digits.Create().Test.Pixels;

    private string CProgram(string name = "model")
    {
        var program = model.In($"{name}-c");
        if (!File.Exists(program))
        {
            model.Run("cc", ["-std=c99", .. s_strict, Sample("c/classify.c"), .. Calls(name), .. Library(model.Folder), "-o", program]);
        }

        return program;
    }
}
