using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Networks;
using FreeNets.Trainer.Training;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Quantisation;

/// <summary>The accuracy of a network as it is written.</summary>
internal static class Accuracy
{
    private const int Batch = 1024;

    /// <summary>The number of images that the network gets right.</summary>
    public static long Right(FreeNet net, ImageSet images)
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        using var module = FreeNetModule.FromFreeNet(net);
        using var tensors = new SampleTensors(images);
        var right = 0L;
        for (var start = 0; start < images.Count; start += Batch)
        {
            using var inner = NewDisposeScope();
            var (pixels, labels) = tensors.Slice(start, Math.Min(Batch, images.Count - start));
            right += module.forward(pixels).argmax(1).eq(labels).sum().item<long>();
        }

        return right;
    }
}
