using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Quantisation;
using FreeNets.Trainer.Tests.Training;

namespace FreeNets.Trainer.Tests.Quantisation;

/// <summary>What calibration does to an encoder.</summary>
public class CalibrationTests
{
    private static readonly ImageSet s_images = TinySet.Create().Train;

    private static readonly FreeNet s_net = Net();

    private static readonly FreeNet s_calibrated = Calibration.Apply(s_net, InputMoments.Of(s_images, s_net.Domain));

    [Fact]
    public void The_compiler_finds_the_same_whole_numbers_in_the_file()
    {
        var found = Int8Encoder.Of(s_calibrated);
        Assert.Equal(
            s_calibrated.Encoder.Stored.Select(static weight => (double)weight),
            found.ApplyTo(s_calibrated).Encoder.Stored.Select(static weight => (double)weight),
            static (a, b) => Math.Abs(a - b) <= 1e-6 * Math.Abs(a));
        Assert.All(found.Values, static value => Assert.InRange(value, -64, 64));
    }

    [Fact]
    public void Sums_of_neurons_change_less_than_by_rounding_each_weight_alone()
    {
        var plain = Int8Encoder.Of(s_net).ApplyTo(s_net);
        Assert.InRange(MeanSquareChange(s_calibrated), 0, 0.8 * MeanSquareChange(plain));
    }

    [Fact]
    public void Images_that_are_all_the_same_are_calibrated_too()
    {
        var same = new ImageSet(new byte[36 * 5], new byte[5], 6, 6);
        Assert.All(
            Calibration.Apply(s_net, InputMoments.Of(same, s_net.Domain)).Encoder.Stored,
            static weight => Assert.True(float.IsFinite(weight)));
    }

    [Fact]
    public void Each_input_may_have_a_normalisation_of_its_own()
    {
        var scale = s_net.Domain.Scale.Uniform;
        var each = new PerInput(Enumerable.Range(0, s_net.Inputs).Select(p => scale * (1 + p)).ToArray());

        var (plain, scaled) = (InputMoments.Of(s_images, s_net.Domain), InputMoments.Of(s_images, s_net.Domain with { Scale = each }));

        Assert.All(plain.Mean.Zip(scaled.Mean).Select(static (means, p) => (means, p)), static one =>
            Assert.Equal(one.means.First * (1 + one.p), one.means.Second, 1e-4 * (1 + one.p)));
    }

    /// <summary>Of z before the cascade, over images and neurons.</summary>
    private static double MeanSquareChange(FreeNet net)
    {
        var sum = 0.0;
        for (var image = 0; image < s_images.Count; image++)
        {
            var x = s_images.Image(image).ToArray().Select(static pixel => pixel / 255.0).ToArray();
            for (var neuron = 0; neuron < net.Neurons; neuron++)
            {
                double change = net.EncoderBias[neuron] - s_net.EncoderBias[neuron];
                for (var p = 0; p < x.Length; p++)
                {
                    change += ((double)net.Encoder[neuron, p] - s_net.Encoder[neuron, p]) * x[p];
                }

                sum += change * change;
            }
        }

        return sum / s_images.Count / net.Neurons;
    }

    private static FreeNet Net()
    {
        var random = new Random(1);
        return new FreeNet
        {
            Name = "tiny",
            Inputs = 36,
            Neurons = 12,
            Outputs = 4,
            Activation = Activation.Relu,
            Domain = InputDomain.Bytes with { Scale = 1f / 255 },
            Encoder = new DenseMatrix(12, 36, Values(12 * 36)),
            EncoderBias = Values(12),
            Edges = SparseMatrix.Of(12, 12, []),
            Decoder = new DenseMatrix(4, 12, Values(4 * 12)),
            DecoderBias = Values(4),
        };

        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
