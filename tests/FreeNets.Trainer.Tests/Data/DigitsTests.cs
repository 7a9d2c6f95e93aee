using System.Security.Cryptography;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.DrawnDigits;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Tests.Data;

public sealed class DigitsTests
{
    private static readonly DataSet Set = Digits.Create();

    [Fact]
    public void A_seed_gives_the_same_bytes_on_every_machine()
    {
        Assert.Equal("1146aa88cc429dea2cda31f2af3e4543632ac11964098f8635791a29225e732f", Hash(Set.Train));
        Assert.Equal("031cb79dd467b537189715a1a409f777306f37a769206bab3f107ca1dfa014ab", Hash(Set.Test));
    }

    [Fact]
    public void Seeds_streams_and_images_differ()
    {
        var other = Digits.Create(Digits.DefaultSeed + 1);
        var hashes = new[] { Set.Train, Set.Test, other.Train, other.Test }.Select(Hash);
        Assert.Equal(4, hashes.Distinct().Count());

        var images = new[] { Set.Train, Set.Test }
            .SelectMany(set => Enumerable.Range(0, set.Count).Select(i => Convert.ToHexString(set.Image(i))));
        Assert.Equal(14_000, images.Distinct().Count());
    }

    [Fact]
    public void Classes_are_balanced()
    {
        Assert.Equal((12_000, 2_000, 10), (Set.Train.Count, Set.Test.Count, Set.Classes));
        Assert.All(Set.Train.Labels.CountBy(label => label), count => Assert.Equal(1_200, count.Value));
        Assert.All(Set.Test.Labels.CountBy(label => label), count => Assert.Equal(200, count.Value));
    }

    [Fact]
    public void Every_image_is_ink_on_mostly_empty_paper()
    {
        Assert.Equal((28, 28), (Set.Train.Rows, Set.Train.Columns));
        for (var i = 0; i < Set.Train.Count; i++)
        {
            var image = Set.Train.Image(i);
            Assert.InRange(image.Length - image.Count((byte)0), 20, 784 / 2);
            Assert.Contains(image.ToArray(), pixel => pixel > 150);
        }
    }

    [Fact]
    public void A_linear_classifier_stays_below_95_percent_and_one_hidden_layer_does_clearly_better()
    {
        random.manual_seed(1);
        set_num_threads(1);
        using var linear = nn.Linear(784, 10);
        using var hidden = nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10));
        var linearAccuracy = Accuracy(linear, epochs: 12);
        var hiddenAccuracy = Accuracy(hidden, epochs: 6);

        Assert.InRange(linearAccuracy, 0.60, 0.95);
        Assert.InRange(hiddenAccuracy, linearAccuracy + 0.04, 1);
    }

    private static double Accuracy(nn.Module<Tensor, Tensor> network, int epochs)
    {
        using var scope = NewDisposeScope();
        var (images, labels) = Tensors(Set.Train);
        using var optimizer = optim.Adam(network.parameters(), lr: 2e-3);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var order = randperm(images.shape[0]);
            foreach (var batch in order.split(100))
            {
                using var step = NewDisposeScope();
                optimizer.zero_grad();
                nn.functional.cross_entropy(network.forward(images[batch]), labels[batch]).backward();
                optimizer.step();
            }
        }
        var (testImages, testLabels) = Tensors(Set.Test);
        using var _ = no_grad();
        return network.forward(testImages).argmax(1).eq(testLabels).to(ScalarType.Float64).mean().item<double>();
    }

    private static (Tensor Images, Tensor Labels) Tensors(ImageSet set) =>
        (tensor(set.Pixels).reshape(set.Count, set.PixelsPerImage).to(ScalarType.Float32) / 255, tensor(set.Labels).to(ScalarType.Int64));

    private static string Hash(ImageSet set) => Convert.ToHexStringLower(SHA256.HashData([.. set.Labels, .. set.Pixels]));
}
