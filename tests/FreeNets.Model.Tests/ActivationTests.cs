using FreeNets.Model;

namespace FreeNets.Tests;

/// <summary>Every activation against values that mpmath computed with 40 digits.</summary>
public class ActivationTests
{
    private static readonly double[] s_z = [-6.5, -1.25, -1e-9, 0, 0.75, 7];

    public static TheoryData<Activation, double[]> Values { get; } = new()
    {
        { Activation.Relu, [0, 0, 0, 0, 0.75, 7] },
        { Activation.SquaredRelu, [0, 0, 0, 0, 0.5625, 49] },
        { Activation.LeakyRelu(0.25f), [-1.625, -0.3125, -2.5000000000000002e-10, 0, 0.75, 7] },
        { Activation.Relu6, [0, 0, 0, 0, 0.75, 6] },
        { Activation.Sigmoid, [0.0015011822567369915, 0.22270013882530885, 0.49999999975, 0.5, 0.67917869917539297, 0.99908894880559935] },
        {
            Activation.Tanh,
            [-0.99999547935140419, -0.8482836399575129, -1.0000000000000001e-9, 0, 0.63514895238728732, 0.99999833694394467]
        },
        { Activation.HardSigmoid(0.25f, 0.5f), [0, 0.1875, 0.49999999975, 0.5, 0.6875, 1] },
        { Activation.Of(ActivationFunction.HardSwish), [0, -0.36458333333333333, -4.9999999983333336e-10, 0, 0.46875, 7] },
        {
            Activation.Of(ActivationFunction.Silu),
            [-0.009757684668790445, -0.27837517353163607, -4.9999999975000003e-10, 0, 0.50938402438154473, 6.9936226416391955]
        },
        {
            Activation.Of(ActivationFunction.Gelu),
            [-2.6104003795084266e-10, -0.13206221708356907, -4.9999999960105775e-10, 0, 0.58002948571734885, 6.9999999999910413]
        },
        {
            Activation.Of(ActivationFunction.GeluTanh),
            [-6.2782587725914021e-13, -0.1322857970302854, -4.9999999960105775e-10, 0, 0.5799605551656203, 6.9999999999999977]
        },
        { Activation.Elu(0.5f), [-0.49924828040351121, -0.35674760156990495, -4.9999999975000003e-10, 0, 0.75, 7] },
        { Activation.Selu, [-1.75545615088059, -1.2543954502589874, -1.7580993454639808e-9, 0, 0.78802576661109924, 7.3549071550369263] },
        {
            Activation.Of(ActivationFunction.Softplus),
            [0.0015023101597542838, 0.25192908134537289, 0.69314718005994531, 0.69314718055994531, 1.1368710061148999, 7.0009114664537742]
        },
        {
            Activation.Of(ActivationFunction.Softsign),
            [-0.86666666666666667, -0.55555555555555556, -9.9999999900000006e-10, 0, 0.42857142857142857, 0.875]
        },
        {
            Activation.Of(ActivationFunction.Mish),
            [-0.0097650086920713296, -0.30841396114152768, -5.9999999968000004e-10, 0, 0.61001833521829339, 6.9999883798097415]
        },
        { Activation.Identity, [-6.5, -1.25, -1.0000000000000001e-9, 0, 0.75, 7] },
        { Activation.Of(ActivationFunction.Step), [0, 0, 0, 0, 1, 1] },
        {
            Activation.Sine(2),
            [-0.42016703682664092, -0.59847214410395649, -2.0000000000000001e-9, 0, 0.99749498660405443, 0.99060735569487031]
        },
        { Activation.Cosine(2), [0.90744678145019621, -0.80114361554693371, 1, 1, 0.07073720166770291, 0.13673721820783359] },
        { Activation.Gaussian(0.5f), [6.691586091292782e-10, 0.45783336177161426, 1, 1, 0.75483960198900734, 2.2897348456455529e-11] },
        { Activation.Of(ActivationFunction.Absolute), [6.5, 1.25, 1.0000000000000001e-9, 0, 0.75, 7] },
        { Activation.Of(ActivationFunction.Inverse), [6.5, 1.25, 1.0000000000000001e-9, 0, -0.75, -7] },
    };

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void Values_are_right_to_12_digits(Activation activation, double[] expected)
    {
        for (var i = 0; i < s_z.Length; i++)
        {
            var value = ReferenceEvaluator.Activate(activation, s_z[i]);
            Assert.True(Math.Abs(value - expected[i]) <= 1e-12 * Math.Abs(expected[i]), $"σ({s_z[i]}) = {value:R}, not {expected[i]:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void NaN_goes_through(Activation activation, double[] expected)
    {
        Assert.Equal(s_z.Length, expected.Length);
        Assert.True(double.IsNaN(ReferenceEvaluator.Activate(activation, double.NaN)));
    }

    [Fact]
    public void Every_function_is_tested() => Assert.Equal(
        Enum.GetValues<ActivationFunction>().Where(static function => !Activation.Of(function).IsOfGroup),
        Values.Select(static row => ((Activation)row[0]).Function).Distinct());

    [Theory]
    [InlineData(-1000.0)]
    [InlineData(1000.0)]
    public void Large_sums_overflow_nothing_that_is_not_large_itself(double z)
    {
        foreach (var function in Enum.GetValues<ActivationFunction>().Where(static function => !Activation.Of(function).IsOfGroup))
        {
            Assert.InRange(ReferenceEvaluator.Activate(function, z), -1e6, 1e6);
        }
    }

    [Fact]
    public void Groups_of_outputs_have_activations_of_their_own()
    {
        // The logits are 1.5, −0.25 and 3; softmax by mpmath.
        var net = Linear([1.5f, -0.25f, 3]);

        Assert.Equal([1.5, -0.25, 3], ReferenceEvaluator.Outputs(net, [0]));
        Near([0.17682018210744428, 0.030726740326436432, 0.79245307756611929], net with { OutputActivation = Activation.Softmax });
        Near([-1.7326219831020327, -3.4826219831020327, -0.23262198310203268], net with { OutputActivation = Activation.LogSoftmax });
        Near([1.5, 0, 3], net with { OutputActivation = Activation.Relu });
        Near(
            [0.85195280196831053, 0.14804719803168947, Math.Tanh(3)],
            net with { OutputGroups = new OutputGroup[] { new("actor", 0, 2, Activation.Softmax), new("critic", 2, 1, Activation.Tanh) } });
    }

    [Fact]
    public void Softmax_of_large_logits_is_finite_and_NaN_goes_through()
    {
        Near([1, 0, 0], Linear([1e4f, 1, -1e4f]) with { OutputActivation = Activation.Softmax });
        Assert.All(
            ReferenceEvaluator.Outputs(Linear([0, 1, float.NaN]) with { OutputActivation = Activation.Softmax }, [0]),
            static output => Assert.True(double.IsNaN(output)));
    }

    [Fact]
    public void Text_shows_the_parameters()
    {
        Assert.Equal("Relu", $"{default(Activation)}");
        Assert.Equal("LeakyRelu(0.01)", $"{Activation.LeakyRelu()}");
        Assert.Equal("Clip(0, 6)", $"{Activation.Relu6}");
    }

    private static FreeNet Linear(float[] logits) =>
        RandomNets.Create(seed: 1, inputs: 1, neurons: 1, outputs: logits.Length, density: 0) with
        {
            Decoder = new DenseMatrix(logits.Length, 1, new float[logits.Length]),
            DecoderBias = logits,
        };

    private static void Near(double[] expected, FreeNet net)
    {
        var outputs = ReferenceEvaluator.Outputs(net, [0]);
        Assert.Equal(expected.Length, outputs.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], outputs[i], 1e-14);
        }
    }
}
