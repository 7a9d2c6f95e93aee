using FreeNets.Trainer.Data;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training;

/// <summary>An <see cref="ImageSet"/> as tensors; pixels stay bytes, a quarter of the memory, until a batch is normalised.</summary>
internal sealed class ImageTensors : IDisposable
{
    private readonly Tensor _pixels;
    private readonly Tensor _labels;

    public ImageTensors(ImageSet images)
    {
        using var scope = NewDisposeScope();
        Count = images.Count;
        _pixels = scope.Detach(tensor(images.Pixels).view(images.Count, images.PixelsPerImage));
        _labels = scope.Detach(tensor(images.Labels).to_type(ScalarType.Int64));
    }

    public int Count { get; }

    /// <summary>Raw pixels [n, inputs] and labels [n] of the images with these indices [n].</summary>
    public (Tensor Pixels, Tensor Labels) Gather(Tensor indices) => (_pixels.index_select(0, indices), _labels.index_select(0, indices));

    /// <summary>Raw pixels and labels of <paramref name="count"/> images from <paramref name="start"/>, not copied.</summary>
    public (Tensor Pixels, Tensor Labels) Slice(int start, int count) => (_pixels.narrow(0, start, count), _labels.narrow(0, start, count));

    public void Dispose()
    {
        _pixels.Dispose();
        _labels.Dispose();
    }
}
