using FreeNets.Trainer.Kernels;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Networks;

/// <summary>The encoder's product over its live weights only, which alone get a gradient.</summary>
internal sealed class SparseEncoderFunction : autograd.SingleTensorFunction<SparseEncoderFunction>
{
    public override string Name => "FreeNetSparseEncoder";

    /// <summary>Whether raw inputs [n, inputs] are bytes in whole blocks of samples.</summary>
    public static bool Takes(Tensor input) => input.dtype == ScalarType.Byte && input.shape[0] % SparseProduct.Multiple == 0;

    /// <summary>The encoder's output, [k, n].</summary>
    /// <param name="bias">[k].</param>
    /// <param name="weights">[k, inputs].</param>
    /// <param name="x">Normalised inputs, [inputs, n].</param>
    /// <param name="live">The weights that are not 0.</param>
    public static Tensor Apply(Tensor bias, Tensor weights, Tensor x, CascadeEdges live) => apply(bias, weights, x, live);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        var (bias, w, x, live) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (CascadeEdges)vars[3]);
        var z = empty(live.Neurons, x.shape[1]);
        SparseProduct.Forward(live, w.Floats(), bias.Floats(), x.Floats(), z.Floats());
        ctx.save_for_backward([w, x]);
        ctx.save_data(nameof(live), live);
        return z.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (dz, dw, db) = (grad_output.contiguous(), zeros_like(saved[0]), grad_output.sum(1));
        SparseProduct.Gradient((CascadeEdges)ctx.get_data("live"), saved[1].Floats(), dz.Floats(), dw.Floats());
        scope.MoveToOuter(dw, db);
        return [db, dw, null!, null!];
    }
}
