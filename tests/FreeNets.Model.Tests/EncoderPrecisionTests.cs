using FreeNets.Tests;

namespace FreeNets.Model.Tests;

/// <summary>What rounding an encoder does to its weights.</summary>
public class EncoderPrecisionTests
{
    private static readonly FreeNet s_net = RandomNets.Create(seed: 1, inputs: 200, neurons: 20, outputs: 2, density: 0.5);

    [Fact]
    public void Int8_is_off_by_half_a_step_at_most_and_its_largest_value_is_64()
    {
        var rounded = Int8Encoder.Of(s_net);
        for (var neuron = 0; neuron < s_net.Neurons; neuron++)
        {
            var values = rounded.Values.Skip(neuron * s_net.Inputs).Take(s_net.Inputs).ToArray();
            Assert.Equal(64, values.Max(static value => Math.Abs((int)value)));
            Assert.All(values.Index(), value => Assert.InRange(
                Math.Abs(s_net.Encoder[neuron, value.Index] - (value.Item * rounded.Steps[neuron])), 0, 0.5001 * rounded.Steps[neuron]));
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(63)]
    [InlineData(7)]
    [InlineData(1)]
    public void Rows_that_are_whole_multiples_stay_what_they_are(int largest)
    {
        var random = new Random(largest);
        var values = Enumerable.Range(0, s_net.Neurons * s_net.Inputs).Select(_ => random.Next(-largest, largest + 1)).ToArray();
        for (var neuron = 0; neuron < s_net.Neurons; neuron++)
        {
            values[neuron * s_net.Inputs] = -largest;
        }

        // Twice rounded to float32, as when normalisation is folded in.
        var net = s_net
            with
        { Encoder = s_net.Encoder.Map(weight => values[(weight.Row * s_net.Inputs) + weight.Column] * 0.0123f * (1f / 255)) };
        var rounded = Int8Encoder.Of(net);
        Assert.All(
            Enumerable.Range(0, values.Length),
            weight =>
                Assert.Equal(values[weight] * 0.0123 / 255, (double)rounded.Values[weight] * rounded.Steps[weight / net.Inputs], 1e-9));
    }

    [Theory]
    [InlineData(Precision.Int8)]
    [InlineData(Precision.BFloat16)]
    [InlineData(Precision.Float16)]
    public void A_neuron_without_weights_keeps_none(Precision precision)
    {
        var net = s_net with { Encoder = s_net.Encoder.Map(static _ => 0) };
        Assert.All(EncoderPrecision.Round(net, precision).Encoder.Stored, static weight => Assert.Equal(0, weight));
    }

    [Theory]
    [InlineData(Precision.Int8)]
    [InlineData(Precision.BFloat16)]
    [InlineData(Precision.Float16)]
    public void Rounding_twice_is_rounding_once(Precision precision)
    {
        var once = EncoderPrecision.Round(s_net, precision);
        Assert.Equal(once.Encoder, EncoderPrecision.Round(once, precision).Encoder);
        Assert.NotEqual(s_net.Encoder, once.Encoder);
    }

    [Fact]
    public void BFloat16_is_the_nearest_upper_half_of_a_float32()
    {
        float[] weights = [1, 1.00390625f, 1.01171875f, -1.0039064f, 3.4e38f, 1e-3f];
        float[] expected = [1, 1, 1.015625f, -1.0078125f, 3.3895314e38f, 0.0009994507f];
        Assert.Equal(expected, EncoderPrecision.Round(Row(weights), Precision.BFloat16).Encoder.Stored);
    }

    [Fact]
    public void Float16_has_eleven_bits_at_any_scale()
    {
        foreach (var scale in new[] { 1f, 1e-6f, 1e6f })
        {
            float[] weights = [scale, 0.7f * scale, -0.003f * scale, 1e-5f * scale];
            var rounded = EncoderPrecision.Round(Row(weights), Precision.Float16).Encoder.Stored;
            Assert.All(weights.Zip(rounded), static pair => Assert.InRange(pair.Second / pair.First, 1 - (1 / 2048f), 1 + (1 / 2048f)));
            var half = (float)(Half)0.7f;
            Assert.Equal(half, EncoderPrecision.Round(Row([1, 0.7f]), Precision.Float16).Encoder[0, 1]);
        }
    }

    private static FreeNet Row(float[] weights) =>
        RandomNets.Create(seed: 1, weights.Length, 1, 1, density: 0) with { Encoder = new DenseMatrix(1, weights.Length, weights) };
}
