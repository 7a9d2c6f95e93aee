using System.Globalization;
using System.IO.Compression;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.EndToEnd.Tests;

/// <summary>Projects outside the repository that know the packages alone, from dotnet new to predictions.</summary>
[Collection(PackageFeedTests.Name)]
public sealed class PackageTests
{
    private const int Frames = 20;

    /// <summary>Prints the logits of each frame of the file in a line.</summary>
    private const string Program = """
        var frames = File.ReadAllBytes(args[0]);
        var logits = new float[Shapes.Sketch.Outputs];
        for (var i = 0; i < frames.Length; i += Shapes.Sketch.Inputs)
        {
            Shapes.Sketch.Predict(frames.AsSpan(i, Shapes.Sketch.Inputs), logits);
            Console.WriteLine(string.Join(' ', logits.Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture))));
        }
        """;

    private const string ProjectFile = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>Exe</OutputType>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
          <ItemGroup>
            <ProjectReference Include="../Shapes/Shapes.csproj" />
          </ItemGroup>
        </Project>
        """;

    private readonly PackageFeed _feed;
    private readonly FreeNet _net = RandomNets.Create(seed: 21, inputs: 196, neurons: 60, outputs: 10, density: 0.3) with
    {
        Name = "sketch",
        Labels = Enumerable.Range(0, 10).Select(static i => $"class {i}").ToArray(),
    };

    private readonly float[] _inputs;

    public PackageTests(PackageFeed feed)
    {
        _feed = feed;
        _inputs = RandomNets.Inputs(_net, seed: 22, Frames);
        FnetFile.Save(_net, feed.In("sketch.fnet"));
        File.WriteAllBytes(feed.In("frames.raw"), [.. _inputs.Select(static value => (byte)value)]);
    }

    [Fact]
    public void A_model_project_without_a_line_of_csharp_gives_a_program_the_logits_of_the_reference()
    {
        _feed.New("freenets-model", "Shapes", "--model", "../sketch.fnet");
        Directory.CreateDirectory(_feed.In("App"));
        File.WriteAllText(_feed.In("App/App.csproj"), ProjectFile);
        File.WriteAllText(_feed.In("App/App.cs"), Program);

        _feed.Dotnet("App", "build", "-c", "Debug", "-warnaserror");
        AssertLogits(Command.Succeed(_feed.In("App"), "dotnet", ["bin/Debug/net10.0/App.dll", "../frames.raw"]));

        _feed.Dotnet("App", "build", "-c", "Release", "-warnaserror", "-p:EmitCompilerGeneratedFiles=true");
        AssertLogits(Command.Succeed(_feed.In("App"), "dotnet", ["bin/Release/net10.0/App.dll", "../frames.raw"]));

        Assert.Empty(Directory.GetFiles(_feed.In("Shapes"), "*.cs"));
        Assert.NotEmpty(Directory.GetFiles(_feed.In("Shapes/obj/Release"), "Shapes.Sketch.g.cs", SearchOption.AllDirectories));
        Assert.Contains(
            "M:Shapes.Sketch.Predict(", File.ReadAllText(_feed.In("Shapes/bin/Release/net10.0/Shapes.xml")), StringComparison.Ordinal);
    }

    [SkippableFact]
    [Trait(Long.Name, Long.Value)]
    public void A_device_program_ahead_of_time_labels_frames_as_the_reference_does()
    {
        ModelLibrary.NeedCompiler();
        _feed.New("freenets-device", "my-camera", "--model", "../sketch.fnet");
        _feed.Dotnet("my-camera", "publish", "-warnaserror", "-o", "out");
        AssertLabels(Command.Succeed(_feed.In("my-camera/out"), _feed.In("my-camera/out/my-camera"), [_feed.In("frames.raw")]));
    }

    [SkippableFact]
    public void A_native_library_from_the_template_gives_a_c_program_the_logits_of_the_reference()
    {
        ModelLibrary.NeedCompiler();
        FnetFile.Save(_net with { Name = "model" }, _feed.In("model.fnet"));
        _feed.New("freenets-model", "Model", "--model", "../model.fnet", "--native");
        _feed.Dotnet("Model", "publish", "-warnaserror", "-o", "out");
        Command.Succeed(_feed.In("Model"), "cc", [
            "-std=c99", "-Wall", "-Wextra", "-Werror", Repository.In("runtime/samples/c/classify.c"),
            "-Iout", "-Lout", "-lmodel", $"-Wl,-rpath,{_feed.In("Model/out")}", "-o", "classify"]);

        var lines = Lines(Command.Succeed(_feed.In("Model"), _feed.In("Model/classify"), [], File.ReadAllBytes(_feed.In("frames.raw"))));
        AssertLogits(string.Join('\n', lines.Select(static line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])));
    }

    [Fact]
    [Trait(Long.Name, Long.Value)]
    public void A_device_program_for_net8_labels_frames_as_the_reference_does_with_every_instruction_set()
    {
        _feed.New("freenets-device", "Old", "--model", "../sketch.fnet", "--framework", "net8.0");
        _feed.Dotnet("Old", "build", "-c", "Release", "-warnaserror", "-p:PublishAot=false", "-p:UseAppHost=false", "-p:RollForward=Major");
        string[] settings = ["DOTNET_EnableHWIntrinsic=1", "DOTNET_EnableAVX512=0", "DOTNET_EnableAVX2=0", "DOTNET_EnableHWIntrinsic=0"];
        foreach (var setting in settings)
        {
            AssertLabels(Command.Succeed(_feed.In("Old"), "dotnet", ["bin/Release/net8.0/Old.dll", "../frames.raw"], setting: setting));
        }

        // The SDK of this machine has a later compiler. The generator must run in that of the .NET 8 SDK as well.
        var generator = Path.Combine(_feed.Restored("freenets.compiler"), "analyzers/dotnet/cs/FreeNets.Generator.dll");
        var runtime = Path.Combine(_feed.Restored("freenets.runtime"), "lib/net8.0/FreeNets.Runtime.dll");
        var framework = Path.Combine(_feed.Restored("microsoft.netcore.app.ref"), "ref/net8.0");
        Assert.Empty(Net8Compiler.Compile(generator, _feed.In("sketch.fnet"), [runtime, .. Directory.GetFiles(framework, "*.dll")]));
    }

    [Fact]
    public void A_template_without_options_brings_a_model_of_its_own()
    {
        _feed.New("freenets-device", "Digits");
        var net = FnetFile.Load(_feed.In("Digits/digits.fnet"));
        Assert.Equal(784, net.Inputs);
        _feed.Dotnet("Digits", "build", "-warnaserror", "-p:PublishAot=false");
        Assert.Contains(
            "784 raw bytes", Command.Succeed(_feed.In("Digits"), "dotnet", ["bin/Debug/net10.0/Digits.dll", "--help"]),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FreeNets.Compiler", "analyzers/dotnet/cs/FreeNets.Generator.dll", "build/net8.0/FreeNets.Compiler.targets",
        "buildTransitive/net8.0/FreeNets.Compiler.props", "buildTransitive/net8.0/FreeNets.Native.targets")]
    [InlineData("FreeNets.Model", "lib/net10.0/FreeNets.Model.dll", "lib/netstandard2.0/FreeNets.Model.xml")]
    [InlineData("FreeNets.Runtime", "lib/net8.0/FreeNets.Runtime.dll", "lib/net10.0/FreeNets.Runtime.xml")]
    [InlineData("FreeNets.Templates", "content/freenets-model/digits.fnet", "content/freenets-device/Program.cs")]
    public void A_package_holds_what_it_needs_and_no_path_of_the_machine_that_packed_it(string id, params string[] files)
    {
        using var package = ZipFile.OpenRead(_feed.Package(id));
        Assert.All([$"{id}.nuspec", "README.md", "icon.png", .. files], name => Assert.NotNull(package.GetEntry(name)));
        Assert.Contains("""<license type="expression">MIT</license>""", Text(package.GetEntry($"{id}.nuspec")!), StringComparison.Ordinal);

        var assemblies = package.Entries.Where(static entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal));
        Assert.All(assemblies, static entry => Assert.DoesNotContain(Repository.Root, Text(entry), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("FreeNets.Model")]
    [InlineData("FreeNets.Runtime")]
    public void A_library_has_symbols_for_every_framework(string id)
    {
        using var library = ZipFile.OpenRead(_feed.Package(id));
        using var symbols = ZipFile.OpenRead(Path.ChangeExtension(_feed.Package(id), "snupkg"));
        Assert.Equal(
            library.Entries.Select(static entry => entry.FullName)
                .Where(static name => name.EndsWith(".dll", StringComparison.Ordinal))
                .Order(),
            symbols.Entries.Select(static entry => entry.FullName).Where(static name => name.EndsWith(".pdb", StringComparison.Ordinal))
                .Select(static name => Path.ChangeExtension(name, "dll")).Order());
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }

    private void AssertLogits(string output)
    {
        var lines = Lines(output);
        Assert.Equal(Frames, lines.Length);
        for (var frame = 0; frame < Frames; frame++)
        {
            var numbers = lines[frame].Split(' ').Select(static text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
            var expected = Expected(frame);
            var tolerance = 1e-4 * expected.Max(Math.Abs);
            Assert.Equal(expected.Length, numbers.Length);
            Assert.All(expected.Zip(numbers), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
        }
    }

    private void AssertLabels(string output) => Assert.Equal(
        Enumerable.Range(0, Frames)
            .Select(Expected)
            .Select(static logits => logits.AsSpan().IndexOf(logits.Max()))
            .Select(static i => $"{i} class {i}"),
        Lines(output));

    private double[] Expected(int frame) =>
        ReferenceEvaluator.Evaluate(_net, _inputs.AsSpan(frame * _net.Inputs, _net.Inputs).ToArray());

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
