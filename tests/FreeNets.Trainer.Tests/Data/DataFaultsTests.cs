using FreeNets.Trainer.Commands;

namespace FreeNets.Trainer.Tests.Data;

/// <summary>What a training says of data that can be read and teach nothing, or less than one may think.</summary>
public sealed class DataFaultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task One_class_is_refused() =>
        await Refused("all training images have the label 2. Give images of at least two classes.", IdxBytes.Images(4, 3, 2), 2, 2, 2, 2);

    [Fact]
    public async Task Black_images_are_refused() =>
        await Refused("every pixel of the training images is 0", IdxBytes.Make(8, [4, 3, 2], new byte[24]), 0, 1, 2, 0);

    [Fact]
    public async Task Classes_without_an_image_and_threads_without_a_core_are_warned_of()
    {
        Assert.Equal(0, await Train(Set(IdxBytes.Images(4, 3, 2), 0, 9, 2, 0), "--threads", "999"));

        Assert.Contains(
            "7 of 10 classes have no training image (1, 3, 4, 5, 6, …), and an output each.", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"--threads 999 are more than the {Environment.ProcessorCount} cores", _error.ToString(), StringComparison.Ordinal);
    }

    private async Task Refused(string message, byte[] images, params byte[] labels)
    {
        Assert.Equal(2, await Train(Set(images, labels)));

        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["model.fnet"]));
        Assert.DoesNotContain("epoch", _output.ToString(), StringComparison.Ordinal);
    }

    private string Set(byte[] images, params byte[] labels)
    {
        var files = IdxBytes.FourFiles();
        files["train-images-idx3-ubyte"] = images;
        files["train-labels-idx1-ubyte"] = IdxBytes.Labels(labels);
        return _folder.WriteSet("set", files);
    }

    private Task<int> Train(string set, params string[] options) => FreeNetsCommand.InvokeAsync(
        ["train", "--data", set, "-k", "4", "--epochs", "1", "-o", _folder["model.fnet"], .. options], _output, _error);
}
