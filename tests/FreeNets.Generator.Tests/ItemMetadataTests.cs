using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Generator.Tests;

/// <summary>What the metadata of a <c>&lt;FreeNet&gt;</c> item do, and what is said about wrong ones.</summary>
public class ItemMetadataTests
{
    private static readonly string s_text = FnetWriter.Write(RandomNets.Create(seed: 1, inputs: 7, neurons: 5, outputs: 2, density: 0.6));

    private static readonly ModelItem s_item = new("/models/random.fnet", s_text);

    [Theory]
    [InlineData("", "Avx512 Avx2 Vector128 Scalar")]
    [InlineData("avx2", "Avx2")]
    [InlineData("scalar", "Scalar")]
    [InlineData("vector128, AVX512", "Avx512 Vector128")]
    [InlineData("avx512;avx2;", "Avx512 Avx2")]
    public void Isa_narrows_the_families_that_get_code(string isa, string families)
    {
        var run = new GeneratorRun(s_item with { Isa = isa });
        Assert.Empty(run.Diagnostics);
        var expected = families.Split(' ').Select(static family => $"My.Device.Random1.{family}.g.cs");
        Assert.Equal([.. expected, "My.Device.Random1.Constants.g.cs", "My.Device.Random1.g.cs"], run.FileNames.OrderBy(FamilyOrder));
        Assert.NotNull(run.Load().GetType("My.Device.Random1"));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("public", true)]
    [InlineData("Internal", false)]
    public void Visibility_decides_who_sees_the_class(string visibility, bool isPublic)
    {
        var type = new GeneratorRun(s_item with { Visibility = visibility }).Load().GetType("My.Device.Random1");
        Assert.Equal(isPublic, type!.IsPublic);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void Batch_decides_whether_batches_get_kernels(string batch, bool hasKernels)
    {
        var type = new GeneratorRun(s_item with { Batch = batch }).Load().GetType("My.Device.Random1")!;
        var path = type.GetNestedType("Avx2Path", System.Reflection.BindingFlags.NonPublic)!;
        Assert.Equal(
            hasKernels,
            path.GetMethod("RunBlock", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static) is not null);
        Assert.True((bool)type.GetMethod("SelfTest")!.Invoke(null, null)!);
    }

    [Theory]
    [InlineData("isa", "avx1024", "Isa=\"avx1024\" is not one or more of avx512, avx2, vector128, scalar, joined by commas.")]
    [InlineData("isa", "avx2, sse9", "Isa=\"avx2, sse9\" is not one or more of")]
    [InlineData("isa", ",", "Isa=\",\" is not one or more of")]
    [InlineData("precision", "int4", "Precision=\"int4\" is not float32, int8, bfloat16 or float16.")]
    [InlineData("visibility", "protected", "Visibility=\"protected\" is not public or internal.")]
    [InlineData("batch", "1", "Batch=\"1\" is not true or false.")]
    [InlineData("maxBytes", "1 MB", "MaxBytes=\"1 MB\" is not a whole number of bytes from 1, in digits.")]
    [InlineData("maxBytes", "0", "MaxBytes=\"0\" is not")]
    [InlineData("maxBytes", "-5", "MaxBytes=\"-5\" is not")]
    [InlineData("maxBytes", "99999999999999999999", "MaxBytes=\"99999999999999999999\" is not")]
    public void A_wrong_value_is_an_error_that_names_item_metadata_and_what_is_allowed(string metadata, string value, string message)
    {
        var run = new GeneratorRun(metadata switch
        {
            "isa" => s_item with { Isa = value },
            "precision" => s_item with { Precision = value },
            "visibility" => s_item with { Visibility = value },
            "batch" => s_item with { Batch = value },
            _ => s_item with { MaxBytes = value },
        });
        var diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("FN0013", diagnostic.Id);
        Assert.StartsWith(message, diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.EndsWith(
            "See <FreeNet Include=\"random.fnet\"> in the project file.", diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Empty(run.FileNames);
    }

    [Fact]
    public void Precision_int8_holds_the_encoder_in_whole_numbers()
    {
        var run = new GeneratorRun(s_item with { Precision = "int8" });
        Assert.Empty(run.Diagnostics);
        Assert.True((bool)run.Load().GetType("My.Device.Random1")!.GetMethod("SelfTest")!.Invoke(null, null)!);
    }

    [Fact]
    public void Int8_is_refused_for_inputs_that_are_not_bytes()
    {
        var domain = new InputDomain { Type = InputType.Float32, Minimum = 0, Maximum = 1, Mean = 0, Scale = 1 };
        var text = FnetWriter.Write(RandomNets.Create(seed: 1, inputs: 7, neurons: 5, outputs: 2, density: 0.6, domain: domain));
        var run = new GeneratorRun(new ModelItem("/models/random.fnet", text) { Precision = "int8" });
        var diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("FN0015", diagnostic.Id);
        Assert.StartsWith("Precision=\"int8\" multiplies bytes", diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Empty(run.FileNames);
    }

    [Fact]
    public void A_model_past_its_size_limit_is_an_error_that_states_both_numbers()
    {
        var message = Assert.Single(new GeneratorRun(s_item with { MaxBytes = "200" }).Diagnostics);
        Assert.Equal("FN0014", message.Id);
        var needed = System.Text.RegularExpressions.Regex.Match(
            message.GetMessage(null), "^The weights and tables take ([0-9,]+) bytes; MaxBytes allows 200\\.");
        Assert.True(needed.Success, message.GetMessage(null));

        var bytes = needed.Groups[1].Value.Replace(",", "", StringComparison.Ordinal);
        Assert.Empty(new GeneratorRun(s_item with { MaxBytes = bytes }).Diagnostics);
    }

    private static int FamilyOrder(string name) => name.Split('.')[^3] switch
    {
        "Avx512" => 0,
        "Avx2" => 1,
        "Vector128" => 2,
        "Scalar" => 3,
        "Constants" => 4,
        _ => 5,
    };
}
