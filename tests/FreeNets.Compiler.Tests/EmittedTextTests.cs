using FreeNets.Compiler.Emit;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>What generated files look like.</summary>
public class EmittedTextTests
{
    private static readonly FreeNet s_small = RandomNets.Create(seed: 3, inputs: 5, neurons: 6, outputs: 2, density: 0.5) with
    {
        Name = "small",
        Labels = new[] { "no", "yes" },
        Provenance = new Provenance { DataSet = "an example", TestAccuracy = 0.9734 },
    };

    [Theory]
    [InlineData("")]
    [InlineData(".Constants")]
    [InlineData(".Avx512")]
    [InlineData(".Avx2")]
    [InlineData(".Vector128")]
    [InlineData(".Scalar")]
    public void Emitted_code_stays_as_reviewed(string part)
    {
        var files = ModelCompiler.Compile(s_small, new CompilerOptions("Example", "Small", "small.fnet", "0123abcd"));
        Snapshots.Match(files.Single(file => file.Name == $"Example.Small{part}.g.cs").Text, $"Small{part}");
    }

    [Fact]
    public void Emitted_code_that_skips_zero_inputs_stays_as_reviewed()
    {
        var net = RandomNets.Create(seed: 4, inputs: 4, neurons: 81, outputs: 1, density: 0)
            with
        { Provenance = new Provenance { InputDensity = 0.25 } };
        var files = ModelCompiler.Compile(net, new CompilerOptions("Example", "Skipping", "skipping.fnet", "0123abcd"));
        Snapshots.Match(files.Single(static file => file.Name == "Example.Skipping.Avx512.g.cs").Text, "Skipping.Avx512");
    }

    [Fact]
    public void Emitted_loops_stay_as_reviewed()
    {
        var net = RandomNets.Create(seed: 5, inputs: 2, neurons: 300, outputs: 2, density: 0.7);
        var files = ModelCompiler.Compile(net, new CompilerOptions("Example", "Loops", "loops.fnet", "0123abcd"));
        Snapshots.Match(files.Single(static file => file.Name == "Example.Loops.Avx2.g.cs").Text, "Loops.Avx2");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".Constants")]
    [InlineData(".Avx2")]
    public void Emitted_int8_code_stays_as_reviewed(string part)
    {
        var choices = CodeChoices.Default with { Precision = Precision.Int8 };
        var net = RandomNets.Create(seed: 6, inputs: 18, neurons: 6, outputs: 2, density: 0.5)
            with
        { Provenance = new Provenance { InputDensity = 0.25 } };
        var files = ModelCompiler.Compile(net, new CompilerOptions("Example", "Int8", "int8.fnet", "0123abcd") { Choices = choices });
        Snapshots.Match(files.Single(file => file.Name == $"Example.Int8{part}.g.cs").Text, $"Int8{part}");
    }

    [Fact]
    public void The_same_network_gives_the_same_text_in_any_culture()
    {
        var expected = GeneratedModel.Sources(s_small).ToArray();
        var culture = Thread.CurrentThread.CurrentCulture;
        try
        {
            // A culture of our own, since the process runs with globalization off: commas for points, minus as a word.
            Thread.CurrentThread.CurrentCulture = new System.Globalization.CultureInfo("")
            {
                NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", NegativeSign = "minus" },
            };
            Assert.Equal(expected, GeneratedModel.Sources(s_small));
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData("*/ class Evil {} /*")]
    [InlineData("</summary> \"; System.Console.Write(1); //")]
    [InlineData("line\\u000Aescape \\\\\" ${x} {0} %s")]
    [InlineData("Größe \u2029 \uFFFF 数字 🙂")]
    public void Strings_from_a_file_stay_strings(string text)
    {
        // A valid network has no line ends in its strings; the names that a project gives may have them.
        var held = text.Replace("\u2029", "", StringComparison.Ordinal);
        var net = s_small with
        {
            Name = held,
            Labels = new[] { held, "b" },
            Provenance = new Provenance { DataSet = held, TestAccuracy = 0.5 },
        };
        var files = ModelCompiler.Compile(net, new CompilerOptions("Generated", "Net", text, text)).Select(static file => file.Text);
        var type = CSharpHost.Load(CSharpHost.Compilation(files)).GetType("Generated.Net")!;
        Assert.Equal(["Net"], type.Assembly.GetTypes().Where(static t => t.DeclaringType is null && t.IsPublic).Select(static t => t.Name));
        Assert.Equal(held, type.GetField("Name")!.GetRawConstantValue());
        Assert.Equal(text, type.GetField("ModelHash")!.GetRawConstantValue());
    }

    [Theory]
    [InlineData("fashion-mnist-100", "FashionMnist100")]
    [InlineData("digits", "Digits")]
    [InlineData("2nd try", "Model2ndTry")]
    [InlineData("数字", "Model")]
    [InlineData("inputs", "InputsModel")]
    [InlineData("string", "String")]
    [InlineData("near weights", "NearWeightsModel")]
    public void A_model_name_becomes_a_class_name(string model, string expected) => Assert.Equal(expected, Identifiers.ClassName(model));

    [Theory]
    [InlineData("Digits", true)]
    [InlineData("_x1", true)]
    [InlineData("1x", false)]
    [InlineData("class", false)]
    [InlineData("A.B", false)]
    [InlineData("A B", false)]
    [InlineData("", false)]
    [InlineData("Predict", false)]
    [InlineData("Vector512", true)]
    [InlineData("NearWeights", false)]
    [InlineData("nint", false)]
    [InlineData("extension", false)]
    public void A_class_name_is_an_identifier_that_generated_code_does_not_use(string name, bool isFree) =>
        Assert.Equal(isFree, Identifiers.IsFreeClassName(name));

    [Theory]
    [InlineData("My.Models", true)]
    [InlineData("My", true)]
    [InlineData("My..Models", false)]
    [InlineData("My.class", false)]
    [InlineData("", false)]
    public void A_namespace_is_identifiers_joined_by_dots(string name, bool isValid) =>
        Assert.Equal(isValid, Identifiers.IsValidNamespace(name));
}
