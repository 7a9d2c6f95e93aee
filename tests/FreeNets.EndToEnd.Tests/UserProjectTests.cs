using FreeNets.Model;
using FreeNets.Tests;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.DrawnDigits;
using FreeNets.Trainer.Data.Idx;
using FreeNets.Trainer.Networks;
using TorchSharp;

namespace FreeNets.EndToEnd.Tests;

/// <summary>A user's project outside the repository: from training to a program, through dotnet build.</summary>
public sealed class UserProjectTests : IDisposable
{
    private const string Program = """
        using My.App;

        if (!Digits90.SelfTest()) { return 1; }
        var images = System.IO.File.ReadAllBytes(args[0]);
        var batch = new float[images.Length / Digits90.Inputs * Digits90.Outputs];
        Digits90.PredictBatch(images, batch);
        var one = new float[Digits90.Outputs];
        for (var i = 0; i < images.Length / Digits90.Inputs; i++)
        {
            var image = images.AsSpan(i * Digits90.Inputs, Digits90.Inputs);
            Digits90.Predict(image, one);
            if (!one.AsSpan().SequenceEqual(batch.AsSpan(i * Digits90.Outputs, Digits90.Outputs))) { return 2; }
            System.Console.WriteLine(Digits90.Classify(image));
        }

        return 0;
        """;

    private readonly Workspace _workspace = new();

    public UserProjectTests()
    {
        var freenets = typeof(DataSets).Assembly.Location;
        Command.Succeed(_workspace.Folder, "dotnet", [freenets, "train", "--neurons", "90", "--epochs", "1", "--output", "digits.fnet"]);
        File.WriteAllText(_workspace.In("App.cs"), Program);
        File.WriteAllText(_workspace.In("App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{Repository.In("generator/FreeNets.Generator/build/FreeNets.Generator.props")}" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <RootNamespace>My.App</RootNamespace>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <AnalysisLevel>latest-all</AnalysisLevel>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NoWarn>CA1303;CA1852</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <FreeNet Include="digits.fnet" />
                <Reference Include="{typeof(Runtime.Logits).Assembly.Location}" />
                <Analyzer Include="{Repository.Generator}" />
              </ItemGroup>
              <Import Project="{Repository.In("generator/FreeNets.Generator/build/FreeNets.Generator.targets")}" />
            </Project>
            """);
    }

    [Fact]
    public void Training_and_dotnet_build_give_a_program_that_predicts_what_torch_does_with_every_instruction_set()
    {
        var test = Digits.Create().Test;
        File.WriteAllBytes(_workspace.In("images.raw"), test.Pixels);
        Command.Succeed(_workspace.Folder, "dotnet", ["build", "-c", "Release", "-o", "out"]);
        var expected = TorchPredictions(test);

        // Each switch of the runtime makes the machine look like an older one: AVX2, then SSE, then none of them.
        string[] settings = ["DOTNET_EnableHWIntrinsic=1", "DOTNET_EnableAVX512=0", "DOTNET_EnableAVX2=0", "DOTNET_EnableHWIntrinsic=0"];
        foreach (var setting in settings)
        {
            var predictions = Command.Succeed(_workspace.Folder, "dotnet", ["out/App.dll", "images.raw"], setting: setting);
            Assert.Equal(expected, predictions.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse));
        }
    }

    [Fact]
    public void A_damaged_model_is_a_compile_error_at_its_place_in_the_file()
    {
        var path = _workspace.In("digits.fnet");
        var lines = File.ReadAllLines(path);
        var line = Array.FindIndex(lines, static text => text.Contains("\"inputs\": 784", StringComparison.Ordinal));
        lines[line] = lines[line].Replace("784", "783", StringComparison.Ordinal);
        File.WriteAllLines(path, lines);

        var build = Command.Run(_workspace.Folder, "dotnet", ["build", "-c", "Release", "-o", "out"]);

        Assert.NotEqual(0, build.ExitCode);
        Assert.Matches(@"digits\.fnet\(\d+,\d+\): error FN0005: encoder: ", build.Output);
    }

    public void Dispose() => _workspace.Dispose();

    private int[] TorchPredictions(ImageSet images)
    {
        using var scope = torch.NewDisposeScope();
        using var untracked = torch.no_grad();
        using var module = FreeNetModule.FromFreeNet(FnetFile.Load(_workspace.In("digits.fnet")));
        var logits = module.forward(torch.tensor(images.Pixels).view(images.Count, images.PixelsPerImage));
        return [.. logits.argmax(1).data<long>().Select(static output => (int)output)];
    }
}
