using System.Globalization;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.EndToEnd.Tests;

/// <summary>The tests that share one published library.</summary>
[CollectionDefinition(Name)]
public sealed class ModelLibraryTests : ICollectionFixture<ModelLibrary>
{
    public const string Name = "model library";
}

/// <summary>
/// A network, frames for it, and the native library that runtime/samples/model makes of it, published once for all tests. The library
/// holds the network twice: as <c>model_</c>, and with an encoder of integers as <c>int8_</c>.
/// </summary>
public sealed class ModelLibrary : IDisposable
{
    private const int Frames = 20;

    private readonly Workspace _workspace = new();

    public ModelLibrary()
    {
        FnetFile.Save(Net, In("model.fnet"));
        FnetFile.Save(Net, In("int8.fnet"));
        if (CanBuild)
        {
            Folder = Publish("x64", Int8);
        }
    }

    /// <summary>A C compiler's arguments: every warning is an error.</summary>
    public static string[] StrictC { get; } = ["-Wall", "-Wextra", "-Werror", "-O1"];

    /// <summary>Whether this machine can link native code.</summary>
    public static bool CanBuild => OperatingSystem.IsLinux() && Command.Exists("cc");

    /// <summary>The network; sparse inputs, so that code for one sample skips zeros.</summary>
    public FreeNet Net { get; } = RandomNets.Create(seed: 11, inputs: 784, neurons: 48, outputs: 10, density: 0.3) with
    {
        Name = "model",
        Labels = new[] { "café", "\"quoted\"", "back\\slash", "why??/", "数 😀", "a;b", "50 %3B", "$(HOME) @(X)", " space ", "'" },
        Provenance = new Provenance { InputDensity = 0.5 },
    };

    /// <summary>libmodel.so and model.h for this machine.</summary>
    public string Folder { get; } = "";

    /// <summary>Some frames.</summary>
    public byte[] Pixels => [.. RandomNets.Inputs(Net, seed: 12, Frames).Select(static value => (byte)value)];

    /// <summary>A path beside the model.</summary>
    public string In(string name) => _workspace.In(name);

    /// <summary>Skips the test that calls it where there is nothing to link with.</summary>
    public static void NeedCompiler() => Need.Of(Requirement.Cc, CanBuild, "A C compiler for Linux is needed; build.sh test installs one.");

    /// <summary>The item of the network with an encoder of integers.</summary>
    public string Int8 => $"<FreeNet Include=\"{In("int8.fnet")}\" Class=\"Int8\" Precision=\"int8\" />";

    /// <summary>Publishes runtime/samples/model with more items, and returns the folder.</summary>
    public string Publish(string name, string items, params string[] arguments)
    {
        var publish = TryPublish("model", name, items, arguments);
        Assert.True(publish.ExitCode == 0, publish.All);
        return In(name);
    }

    /// <summary>
    /// Publishes a sample into a folder of this name. What it is built from, the compiler above all, is built by the first and shared;
    /// what is built of the sample itself has a folder of its own.
    /// </summary>
    internal Command TryPublish(string sample, string name, string items, params string[] arguments)
    {
        var props = In($"{name}.props");
        File.WriteAllText(props, $"""
            <Project>
              <PropertyGroup Condition="'$(MSBuildProjectDirectory)' == '{Repository.In($"runtime/samples/{sample}")}'">
                <ArtifactsPivots>{name}</ArtifactsPivots>
              </PropertyGroup>
              <ItemGroup Condition="'$(MSBuildProjectDirectory)' == '{Repository.In($"runtime/samples/{sample}")}'">{items}</ItemGroup>
            </Project>
            """);

        // All projects import it: a new file would mean that all of them are to be built again.
        File.SetLastWriteTimeUtc(props, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        return Command.Run(In(""), "dotnet", [
            "publish", Repository.In($"runtime/samples/{sample}"), "-c", "Release", "--artifacts-path", In("artifacts"), "-o", In(name),
            $"-p:FreeNetModel={In("model.fnet")}", $"-p:CustomBeforeMicrosoftCommonProps={props}", .. arguments]);
    }

    /// <summary>Runs a program that must succeed beside the model, and returns what it wrote.</summary>
    public string Run(string program, string[] arguments, byte[]? input = null) =>
        Command.Succeed(In(""), program, arguments, input);

    /// <summary>What libraries do to a process, by the name of each value, when the model of this prefix is used in them.</summary>
    public ILookup<string, string> Probe(string prefix, string[] libraries)
    {
        Run("cc", [
            "-std=gnu11", .. StrictC, $"-DPREFIX=\"{prefix}\"", Repository.In("tests/FreeNets.EndToEnd.Tests/probe.c"), "-ldl", "-pthread",
            "-o", $"{prefix}-probe"]);
        return Run(In($"{prefix}-probe"), libraries, Pixels[..Net.Inputs])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ToLookup(static line => line.Split('=')[0], static line => line.Split('=')[1]);
    }

    /// <summary>A program's lines must each be the first largest output of a frame, then the logits of the reference.</summary>
    public void AssertPredicts(string lines)
    {
        var rows = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var pixels = Pixels;
        Assert.Equal(Frames, rows.Length);
        for (var frame = 0; frame < Frames; frame++)
        {
            var numbers = rows[frame].Split(' ').Select(static text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
            var input = pixels.AsSpan(frame * Net.Inputs, Net.Inputs).ToArray();
            var expected = ReferenceEvaluator.Evaluate(Net, Array.ConvertAll(input, static value => (float)value));
            var tolerance = 1e-4 * expected.Max(Math.Abs);
            Assert.Equal(expected.Length, numbers.Length - 1);
            Assert.All(expected.Zip(numbers.Skip(1)), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
            Assert.Equal(expected.AsSpan().IndexOf(expected.Max()), (int)numbers[0]);
        }
    }

    public void Dispose() => _workspace.Dispose();
}
