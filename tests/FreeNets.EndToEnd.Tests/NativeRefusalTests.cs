using FreeNets.Tests;

namespace FreeNets.EndToEnd.Tests;

/// <summary>What the build of a native library refuses, and what it says.</summary>
[Collection(ModelLibraryTests.Name)]
public sealed class NativeRefusalTests(ModelLibrary model)
{
    [SkippableFact]
    [Trait(Long.Name, Long.Value)]
    public void Code_that_needs_the_runtime_stops_the_build()
    {
        ModelLibrary.NeedCompiler();
        File.WriteAllText(model.In("Needs.cs"), """
            using System.Runtime.CompilerServices;
            using System.Runtime.InteropServices;

            internal static class Needs
            {
                [UnmanagedCallersOnly(EntryPoint = "FreeNets_constructor")]
                internal static nint Constructor() => Holder.Address;

                [UnmanagedCallersOnly(EntryPoint = "FreeNets_allocation")]
                internal static int Allocation(int length) => Make(length).Length;

                [UnmanagedCallersOnly(EntryPoint = "FreeNets_type")]
                internal static int Type(nint place) =>
                    Unsafe.AddByteOffset(ref Unsafe.NullRef<object>(), place) is IEnumerable<int> ? 1 : 0;

                [UnmanagedCallersOnly(EntryPoint = "FreeNets_exception")]
                internal static int Exception(int value) => value == 0 ? throw new InvalidOperationException() : 1;

                [MethodImpl(MethodImplOptions.NoInlining)]
                private static int[] Make(int length) => new int[length];

                private static class Holder
                {
                    internal static readonly nint Address = Marshal.AllocHGlobal(64);
                }
            }
            """);
        var lines = Publish("needs", $"<Compile Include=\"{model.In("Needs.cs")}\" />", "-p:TreatWarningsAsErrors=false");
        Assert.Contains("FreeNets_constructor -> __GetNonGCStaticBase", lines, StringComparison.Ordinal);
        Assert.Matches("FreeNets_allocation -> .*Make -> RhpNewArray", lines);
        Assert.Matches("FreeNets_type -> .*TypeCast__", lines);
        Assert.Matches("FreeNets_exception -> RhpNew", lines);
        Assert.DoesNotContain("FreeNets_model_", lines, StringComparison.Ordinal);
    }

    [SkippableFact]
    [Trait(Long.Name, Long.Value)]
    public void A_header_of_the_system_is_not_hidden()
    {
        ModelLibrary.NeedCompiler();
        Assert.Contains(
            "error FN1012: The system has a header signal.h", Publish("signal", "", "-p:FreeNetLibrary=signal"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TargetFramework=net8.0", "error FN1011: A native library needs .NET 10, and Model.csproj is for net8.0.")]
    [InlineData("TargetFramework=net9.0", "error FN1011: A native library needs .NET 10, and Model.csproj is for net9.0.")]
    [InlineData("FreeNetLibrary=my lib", "error FN1012: FreeNetLibrary=\"my lib\" cannot name")]
    [InlineData("FreeNetLibrary=$(X)", "error FN1012: FreeNetLibrary=\"$(X)\" cannot name")]
    [InlineData("FreeNetLibrary=m", "error FN1012: FreeNetLibrary=\"m\" cannot name")]
    [InlineData("ArtifactsPath=/tmp/a $HOME b", "error FN1013: The folder of intermediate files, /tmp/a $HOME b/")]
    [InlineData("ArtifactsPath=/tmp/`id`", "error FN1013: The folder of intermediate files, /tmp/`id`/")]
    public void Frameworks_names_and_folders_that_cannot_be_are_refused_in_one_line(string property, string message)
    {
        var check = Command.Run(
            model.In(""), "dotnet",
            [
                "msbuild", Repository.In("runtime/samples/model"), "-t:FreeNetCheckProject", "-nologo",
                $"-p:{property.Replace("$", "%24", StringComparison.Ordinal)}",
            ]);
        Assert.Equal(1, check.ExitCode);
        var error = Assert.Single(check.Output.Split('\n'), static line => line.Contains(": error ", StringComparison.Ordinal));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    // What a publish writes that fails.
    private string Publish(string name, string items, params string[] arguments)
    {
        var publish = model.TryPublish("model", name, items, arguments);
        Assert.Equal(1, publish.ExitCode);
        Assert.False(File.Exists(Path.Combine(model.In(name), "libmodel.so")));
        return publish.Output;
    }
}
