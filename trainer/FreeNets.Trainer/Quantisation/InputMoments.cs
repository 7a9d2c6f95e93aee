using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Networks;
using FreeNets.Trainer.Training;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Quantisation;

/// <summary>What calibration knows of the normalised inputs x of a data set.</summary>
/// <param name="Mean">[inputs].</param>
/// <param name="Factor">
/// [inputs, inputs], upper triangular U with UᵀU = H⁻¹, where H is the covariance of x, its diagonal raised by a hundredth of its mean so
/// that it has an inverse (pixels at the margin never change).
/// </param>
internal sealed record InputMoments(double[] Mean, double[] Factor)
{
    private const int Batch = 1024;
    private const double Damping = 0.01;

    // For images that are all the same.
    private const double Smallest = 1e-12;

    /// <summary>The moments over a set of images.</summary>
    public static InputMoments Of(ImageSet images, InputDomain domain)
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        using var tensors = new SampleTensors(images);
        var (sum, products) = (zeros(images.PixelsPerImage, float64), zeros(images.PixelsPerImage, images.PixelsPerImage, float64));
        var (means, scales) = (tensor(FreeNetModule.ForEach(domain.Mean)), tensor(FreeNetModule.ForEach(domain.Scale)));
        for (var start = 0; start < images.Count; start += Batch)
        {
            using var inner = NewDisposeScope();
            var pixels = tensors.Slice(start, Math.Min(Batch, images.Count - start)).Inputs;
            var x = pixels.to_type(ScalarType.Float32).sub(means).mul(scales);
            sum.add_(x.sum(dim: 0).to_type(ScalarType.Float64));
            products.add_(x.t().mm(x).to_type(ScalarType.Float64));
        }

        var mean = sum / images.Count;
        var covariance = (products / images.Count) - outer(mean, mean);
        var damping = Math.Max(Damping * covariance.trace().item<double>() / images.PixelsPerImage, Smallest);
        var inverse = cholesky_inverse(linalg.cholesky(covariance + (eye(images.PixelsPerImage, dtype: float64) * damping)));
        return new InputMoments(Values(mean), Values(linalg.cholesky(inverse).t()));
    }

    private static double[] Values(Tensor tensor) => tensor.contiguous().data<double>().ToArray();
}
