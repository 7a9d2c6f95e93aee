using System.Diagnostics;
using FreeNets.Compiler.Emit.Native;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>The Python module's samples by the names of columns; the library itself is not called.</summary>
public class PythonColumnsTests
{
    private static readonly FreeNet s_net = RandomNets.Create(seed: 4, inputs: 4, neurons: 3, outputs: 2, density: 0.5) with
    {
        Domain = new InputDomain { Type = InputType.Float32 },
        Columns = new InputColumn[]
        {
            new("sepal \"length\"") { Missing = 2.5f },
            new("sepal \"length\"_missing") { Categories = new[] { "no", "yes" } },
            new("colour") { Categories = new[] { "größe", "red", "(missing)" } },
            new("x"),
        },
        Checks = new CheckVectors(),
    };

    [SkippableFact]
    public async Task Columns_come_by_name_as_single_values_or_lists()
    {
        Need.Of(Requirement.Python, File.Exists("/usr/bin/python3"), "Python is needed.");
        var folder = Directory.CreateTempSubdirectory("freenets-python-").FullName;
        try
        {
            var files = ModelCompiler.Compile(s_net, new CompilerOptions("Generated", "Net", "test.fnet", "00") { NativeName = "net" });
            await File.WriteAllTextAsync(Path.Combine(folder, "module.py"), NativeLibrary.Python("net", files));
            await File.WriteAllTextAsync(Path.Combine(folder, "test.py"), """
                import ctypes

                class Function:
                    def __call__(self, *arguments):
                        return b"00"

                class Library:
                    def __getattr__(self, name):
                        return Function()

                ctypes.CDLL = lambda path: Library()
                from module import NET

                name, lacks = 'sepal "length"', 'sepal "length"_missing'
                one = NET._unnamed({name: 1.5, "colour": "red", "x": 3})
                assert one == [1.5, 0, 1, 3], one
                assert NET._unnamed({name: None, "colour": None, "x": 3, "more": 1}) == [2.5, 1, 2, 3]
                assert NET._unnamed({name: [1, float("nan")], lacks: ["no", "yes"], "colour": ["größe", 1], "x": 4}) == [[1, 0, 0, 4], [2.5, 1, 1, 4]]
                assert NET._unnamed([1, 2, 3, 4]) == [1, 2, 3, 4]

                def fault(x):
                    try:
                        NET._unnamed(x)
                    except ValueError as error:
                        return str(error)

                assert "x has no column 'x'; net takes" in fault({name: 1, "colour": "red"})
                assert "'blue' is none of größe, red" in fault({name: 1, "colour": "blue", "x": 1})
                assert "x['x'] lacks a value" in fault({name: 1, "colour": "red", "x": None})
                assert "has 2 values, and another column 3" in fault({name: [1, 2, 3], "colour": ["red"] * 3, "x": [1, 2]})
                """);
            using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["test.py"]) { WorkingDirectory = folder, RedirectStandardError = true })!;
            var error = await python.StandardError.ReadToEndAsync();
            await python.WaitForExitAsync();
            Assert.Equal("", error);
            Assert.Equal(0, python.ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
