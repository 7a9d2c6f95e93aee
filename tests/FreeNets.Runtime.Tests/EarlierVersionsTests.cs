using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace FreeNets.Runtime.Tests;

/// <summary>The runtime is append-only: assemblies that earlier versions of the compiler generated run on it.</summary>
/// <remarks>
/// fixtures/generated-VERSION.dll holds seven models, of all precisions, with and without skipped inputs and curved activations, for all
/// instruction sets.
/// </remarks>
public sealed class EarlierVersionsTests
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly RuntimeTypeHandle[] s_elements = [typeof(byte).TypeHandle];

    public static TheoryData<string> Assemblies =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "fixtures"), "generated-*.dll")
            .Select(static path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_method_finds_what_it_calls(string file)
    {
        var methods = Load(file).GetTypes()
            .Where(static type => !type.ContainsGenericParameters)
            .SelectMany(static type => type.GetMethods(All))
            .Where(static method => !method.IsAbstract)
            .ToArray();
        Assert.True(methods.Length > 400, $"{methods.Length} methods");

        // Compiling a method looks its calls up.
        Assert.All(methods, static method => RuntimeHelpers.PrepareMethod(
            method.MethodHandle, method.IsGenericMethodDefinition
                ? [.. method.GetGenericArguments().SelectMany(static _ => s_elements)]
                : null));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_model_passes_its_self_test(string file)
    {
        var models = Load(file).GetExportedTypes().Where(static type => type.GetMethod("SelfTest") is not null).ToArray();
        Assert.Equal(7, models.Length);
        Assert.All(models, static model => Assert.Equal(true, model.GetMethod("SelfTest")!.Invoke(null, null)));
    }

    private static Assembly Load(string file) =>
        new AssemblyLoadContext(name: null).LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "fixtures", file));
}
