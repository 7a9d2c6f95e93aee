using FreeNets.Compiler.Emit;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Samples as records of named inputs, whatever the columns are called.</summary>
public class NamedInputTests
{
    private static readonly string[] s_names =
        [
            "sepal length", "sepal-length", "2020", "class", "größe", "Equals", "Input", "!?", "<b>", "x_1_2", "x_12", "colour",
            "colour_missing",
        ];

    private static readonly FreeNet s_net = RandomNets.Create(seed: 4, inputs: s_names.Length, neurons: 9, outputs: 2, density: 0.5) with
    {
        Domain = new InputDomain { Type = InputType.Float32 },
        Columns = s_names.Select(static name => new InputColumn(name)
        {
            Categories = name.StartsWith("colour", StringComparison.Ordinal) ? new[] { "red", "Red", "dark red", "*/", "1" } : [],
            Missing = name == "x_12" ? 2.5f : null,
        }).ToArray(),
        Checks = new CheckVectors(),
    };

    [Fact]
    public void Columns_become_properties_and_categories_members()
    {
        Assert.Equal(
            [
                "SepalLength", "SepalLength_2", "_2020", "Class", "Größe", "Equals_2", "Input_2", "_", "B", "X1_2", "X12", "Colour",
                "ColourMissing",
            ],
            ColumnNames.Properties(s_net));
        Assert.Equal(["Red", "Red_2", "DarkRed", "_", "_1"], ColumnNames.Members(s_net.Columns[11]));
    }

    [Fact]
    public void A_named_sample_gives_the_same_bits_as_its_numbers()
    {
        const string Use = """
            namespace Generated;

            internal static class Use
            {
                public static float[] Predict()
                {
                    var logits = new float[Net.Outputs];
                    Net.Predict(Sample(), logits);
                    return logits;
                }

                public static int Classify() => Net.Classify(Sample());

                private static Net.Input Sample() => new(
                    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, Colour: Net.ColourCategory.DarkRed, ColourMissing: Net.ColourMissingCategory.Red_2);
            }
            """;
        var assembly = CSharpHost.Load(CSharpHost.Compilation([.. GeneratedModel.Sources(s_net), Use]));
        var use = assembly.GetType("Generated.Use")!;
        var plain = new float[2];
        new GeneratedModel(assembly.GetType("Generated.Net")!).PredictFloats([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 2, 1], plain);

        Assert.Equal(plain, (float[])use.GetMethod("Predict")!.Invoke(null, [])!);
        Assert.Equal(plain[0] >= plain[1] ? 0 : 1, use.GetMethod("Classify")!.Invoke(null, []));
    }

    [Fact]
    public void One_output_is_returned()
    {
        const string Use =
            "namespace Generated; internal static class Use { public static float Predict() => Net.Predict(new Net.Input(1.5f, -2)); }";
        var net = RandomNets.Create(seed: 5, inputs: 2, neurons: 9, outputs: 1, density: 0.5) with
        {
            Domain = new InputDomain { Type = InputType.Float32 },
            Columns = new[] { new InputColumn("a"), new InputColumn("b") },
            Checks = new CheckVectors(),
        };
        var assembly = CSharpHost.Load(CSharpHost.Compilation([.. GeneratedModel.Sources(net), Use]));
        var plain = new float[1];
        new GeneratedModel(assembly.GetType("Generated.Net")!).PredictFloats([1.5f, -2], plain);

        Assert.Equal(plain[0], assembly.GetType("Generated.Use")!.GetMethod("Predict")!.Invoke(null, []));
    }

    [Fact]
    public void More_than_64_inputs_have_no_record()
    {
        var net = RandomNets.Create(seed: 5, inputs: 65, neurons: 9, outputs: 2, density: 0.5) with
        {
            Domain = new InputDomain { Type = InputType.Float32 },
            Columns = Enumerable.Range(0, 65).Select(static i => new InputColumn($"x{i}")).ToArray(),
            Checks = new CheckVectors(),
        };

        Assert.All(GeneratedModel.Sources(net), static text => Assert.DoesNotContain("struct Input", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_header_has_the_places_of_inputs_and_the_numbers_of_categories()
    {
        var options = new CompilerOptions("Generated", "Net", "test.fnet", "00") { NativeName = "net" };
        var header = ModelCompiler.Compile(s_net, options).Single(static file => file.Name == "net.h").Text;

        Assert.Contains(
            "    NET_INPUT_SEPAL_LENGTH = 0 /* sepal length */,\n    NET_INPUT_SEPAL_LENGTH_2 = 1 /* sepal-length */,\n", header,
            StringComparison.Ordinal);
        Assert.Contains("    NET_COLOUR_IS_RED = 0 /* red */,\n    NET_COLOUR_IS_RED_2 = 1 /* Red */,\n    NET_COLOUR_IS_DARK_RED = 2 /* "
            + "dark red */,\n", header, StringComparison.Ordinal);
        Assert.Contains("    NET_COLOUR_IS___ = 3 /* __ */,\n", header, StringComparison.Ordinal);
    }
}
