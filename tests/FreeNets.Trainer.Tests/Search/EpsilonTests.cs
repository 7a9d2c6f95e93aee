using System.Text.Json;
using FreeNets.Trainer.Search;

namespace FreeNets.Trainer.Tests.Search;

public sealed class EpsilonTests
{
    [Fact]
    public void A_schedule_is_linear_from_start_to_end()
    {
        var epsilon = Epsilon.Parse("0.4..0.2")!.Value;

        Assert.Equal(0.4, epsilon.At(0), 12);
        Assert.Equal(0.25, epsilon.At(0.75), 12);
        Assert.Equal(0.2, epsilon.At(1), 12);
        Assert.Equal(0.25, Epsilon.Parse("0.25")!.Value.At(0.5));
    }

    [Theory]
    [InlineData("0.25", "0.25")]
    [InlineData("0.4..0.2", "\"0.4..0.2\"")]
    public void Json_has_a_constant_as_a_number(string text, string json)
    {
        var epsilon = Epsilon.Parse(text)!.Value;

        Assert.Equal(json, JsonSerializer.Serialize(epsilon));
        Assert.Equal(epsilon, JsonSerializer.Deserialize<Epsilon>(json));
        Assert.Equal(text, epsilon.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("NaN")]
    [InlineData("0.1..")]
    [InlineData("0.1..0.2..0.3")]
    public void Anything_else_is_refused(string text) => Assert.Null(Epsilon.Parse(text));
}
