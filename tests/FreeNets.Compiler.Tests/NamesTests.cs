using FreeNets.Compiler.Emit;
using FreeNets.Compiler.Kernels;
using FreeNets.Compiler.Machines;
using FreeNets.Model;
using FreeNets.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FreeNets.Compiler.Tests;

/// <summary>Generated code among a user's own names, whatever they are.</summary>
public class NamesTests
{
    private static readonly FreeNet s_tiny = RandomNets.Create(seed: 3, inputs: 2, neurons: 2, outputs: 1, density: 1);

    private static readonly Sample[] s_samples =
    [
        new("Tiny", s_tiny),
        new("Loops", RandomNets.Create(seed: 5, inputs: 2, neurons: 300, outputs: 2, density: 0.7)),
        new("Streams", RandomNets.Create(seed: 6, inputs: 301, neurons: 33, outputs: 2, density: 0.1)),
        new("Skips", Skipping(RandomNets.Create(seed: 7, inputs: 101, neurons: 100, outputs: 2, density: 0.1))),
        new("Listed", Unused(RandomNets.Create(seed: 8, inputs: 200, neurons: 20, outputs: 2, density: 0.1))),
        new("Text", RandomNets.Create(seed: 9, inputs: 900, neurons: 300, outputs: 2, density: 0.01), IsNative: false),
        new("Bytes", RandomNets.Create(seed: 10, inputs: 784, neurons: 50, outputs: 2, density: 0.1), Rounded(Precision.Int8)),
        new(
            "SkippedBytes", Skipping(RandomNets.Create(seed: 11, inputs: 790, neurons: 20, outputs: 2, density: 0.1)),
            Rounded(Precision.Int8)),
        new("Half", RandomNets.Create(seed: 12, inputs: 21, neurons: 20, outputs: 2, density: 0.1), Rounded(Precision.Float16)),
        new("Rounded", RandomNets.Create(seed: 13, inputs: 21, neurons: 20, outputs: 2, density: 0.1), Rounded(Precision.BFloat16)),
        new("Permutes", PermuteTests.Pattern(inputs: 100, neurons: 100, outputs: 20, cap: 1, levels: 4)),
        new("PermutedBytes", PermuteTests.Pattern(inputs: 300, neurons: 40, outputs: 3, cap: 1, levels: 4), Rounded(Precision.Int8)),
        new(
            "Kinds",
            ActivationCodeTests.OfAllKinds(neurons: 40, outputs: 3, density: 0.1) with { OutputActivation = Activation.LogSoftmax }),
        new(
            "KindsInLoops",
            ActivationCodeTests.OfAllKinds(neurons: 260, outputs: 3, density: 0.8) with { OutputActivation = Activation.Softmax }),
        new("Layer", RandomNets.Create(seed: 14, inputs: 3, neurons: 500, outputs: 10, density: 0)),
    ];

    private static readonly GeneratedFile[] s_models =
        [.. s_samples.SelectMany(static sample => Compile(sample.Name, sample.Net, sample.Choices, isNative: sample.IsNative))];

    // Identifiers of generated code; of those that differ in digits alone, one.
    private static readonly string[] s_identifiers =
    [
        .. s_models
            .Where(static file => !file.Name.EndsWith(".Constants.g.cs", StringComparison.Ordinal))
            .SelectMany(static file => CSharpSyntaxTree.ParseText(file.Text).GetRoot().DescendantTokens())
            .Where(static token => token.IsKind(SyntaxKind.IdentifierToken))
            .Select(static token => token.ValueText)
            .Distinct(StringComparer.Ordinal)
            .GroupBy(static name => string.Concat(name.Where(static c => !char.IsDigit(c))))
            .Select(static group => group.First()),
    ];

    private static readonly Lazy<CSharpCompilation> s_compilation =
        new(static () => CSharpHost.Compilation(s_models.Select(static file => file.Text)));

    [Fact]
    public void The_models_whose_names_are_tried_run_every_kernel()
    {
        var kernels = typeof(Kernel).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(Kernel)) && !type.IsAbstract);
        var run = s_samples.SelectMany(static sample => ModelCompiler.Plan(sample.Net, sample.Choices ?? CodeChoices.Default).Plan.Paths)
            .SelectMany(static path => path.Kernels)
            .Select(static kernel => kernel.GetType());
        Assert.Empty(kernels.Except(run).Select(static kernel => kernel.Name));
    }

    [Fact]
    public void No_name_of_the_users_is_taken_for_one_of_the_frameworks()
    {
        // As types of the same namespace, and as parts of its name.
        var names = s_identifiers
            .Where(static name => !s_models.Any(file => file.Name.StartsWith($"Generated.{name}.", StringComparison.Ordinal)))
            .Except(["Generated", "global", "var", "nint", "unmanaged"]);
        var types = string.Concat(names.Select(static name => $"internal static class {name};\n"));
        var parts = string.Join(
            '.', new[] { "System", "Compiler", "Interop", "Simd", "X86", "Math", "FreeNets", "Avx2", "Unsafe", "Vector256", "Span" });
        var deep = Compile("Tiny", s_tiny, space: $"Demo.{parts}");
        AssertCompiles([
            .. s_models.Select(static file => file.Text),
            .. deep.Select(static file => file.Text),
            "global using Simd = System.Numerics;\nglobal using X86 = System.Numerics.Vector4;",
            $"#pragma warning disable CS8981\nnamespace Generated;\n{types}",
        ]);
    }

    [Fact]
    public void Nothing_is_called_as_an_extension_method()
    {
        foreach (var tree in s_compilation.Value.SyntaxTrees)
        {
            var model = s_compilation.Value.GetSemanticModel(tree);
            // One of the calls of a method that read alike.
            var calls = tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
                .DistinctBy(static call => (call.FirstAncestorOrSelf<MemberDeclarationSyntax>(), $"{call.Expression}"));
            Assert.All(
                calls,
                call => Assert.False(
                    model.GetSymbolInfo(call).Symbol is IMethodSymbol { ReducedFrom: not null },
                    $"{call} may find a method of the user's."));
        }
    }

    [Fact]
    public void A_class_may_have_any_name_that_is_not_refused()
    {
        var free = s_identifiers.Concat(Words()).Where(Identifiers.IsFreeClassName).Distinct(StringComparer.Ordinal).ToArray();
        Assert.Contains("near", free);
        var choices = CodeChoices.Default with { Families = new[] { Isa.Avx2, Isa.Scalar }, Batch = false };
        AssertCompiles(free.SelectMany(name => Compile(name, s_tiny, choices)).Select(static file => file.Text));
    }

    [Fact]
    public void Names_of_members_are_refused()
    {
        var members = s_compilation.Value.Assembly.GlobalNamespace.GetNamespaceMembers().Single().GetTypeMembers()
            .SelectMany(static type => type.GetMembers())
            .Where(static member => member.CanBeReferencedByName)
            .Select(static member => member.Name)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Superset(
            new HashSet<string>(
                ["NearWeights", "InputRounds", "EncoderWeightsMemory", "EncoderBytes", "NativeEntries", "Block1Weights", "DecoderWeights"]),
                members);
        Assert.All(members, static name => Assert.False(Identifiers.IsFreeClassName(name), name));
    }

    [Fact]
    public void A_part_of_a_namespace_may_have_any_name_that_is_not_refused()
    {
        var free = Words().Where(Identifiers.IsValidNamespace).ToArray();
        Assert.Contains("alias", free);
        AssertCompiles(
            free.SelectMany(static name => Compile("Tiny", s_tiny, space: $"Generated.{name}")).Select(static file => file.Text));
    }

    /// <summary>All keywords of C#, contextual ones and those of a later version included.</summary>
    private static IEnumerable<string> Words() => SyntaxFacts.GetKeywordKinds().Concat(SyntaxFacts.GetContextualKeywordKinds())
        .Select(SyntaxFacts.GetText)
        .Concat(["nint", "nuint", "dynamic", "extension", "_", "value", "args", "digits"])
        .Where(static word => word.Length > 0 && SyntaxFacts.IsIdentifierStartCharacter(word[0]))
        .Distinct(StringComparer.Ordinal);

    /// <summary>With the latest language: what is a keyword of an earlier one is one of it as well.</summary>
    private static void AssertCompiles(IEnumerable<string> sources) => Assert.Empty(
        CSharpHost.Compilation(LanguageVersion.Preview, sources)
            .GetDiagnostics()
            .Where(static diagnostic => diagnostic.Severity > DiagnosticSeverity.Info));

    private sealed record Sample(string Name, FreeNet Net, CodeChoices? Choices = null, bool IsNative = true);

    private static FreeNet Skipping(FreeNet net) => net with { Provenance = new Provenance { InputDensity = 0.25 } };

    /// <summary>The network with no weight but from the first 20 inputs.</summary>
    private static FreeNet Unused(FreeNet net) =>
        net with { Encoder = net.Encoder.Map(static weight => weight.Column < 20 ? weight.Value : 0) };

    private static CodeChoices Rounded(Precision precision) => CodeChoices.Default with { Precision = precision };

    private static GeneratedFile[] Compile(
        string name, FreeNet net, CodeChoices? choices = null, string space = "Generated", bool isNative = true) =>
        [.. ModelCompiler.Compile(net, new CompilerOptions(space, name, "test.fnet", "00")
        {
            Choices = choices ?? CodeChoices.Default,
            NativeName = isNative ? name.ToLowerInvariant() : "",
        }).Where(static file => file.IsCSharp)];
}
