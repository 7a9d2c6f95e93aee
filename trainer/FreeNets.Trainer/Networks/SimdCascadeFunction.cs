using FreeNets.Model;
using FreeNets.Trainer.Kernels;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Networks;

/// <summary><see cref="CascadeFunction"/> over our own kernels: float32, and time that follows the live edges.</summary>
internal sealed class SimdCascadeFunction : autograd.SingleTensorFunction<SimdCascadeFunction>
{
    public override string Name => "FreeNetSimdCascade";

    /// <summary>h, [k, n], for e [k, n], w [k, k] read at the edges only, and σ.</summary>
    /// <param name="e">Float32.</param>
    /// <param name="w">Float32, contiguous.</param>
    /// <param name="edges">The live edges.</param>
    /// <param name="activation">σ.</param>
    /// <param name="lanes">The width of the vectors: 16, 8 or 4.</param>
    public static Tensor Apply(Tensor e, Tensor w, CascadeEdges edges, Activation activation, int lanes) =>
        apply(e, w, edges, activation, lanes);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        var (e, w, edges) = (((Tensor)vars[0]).contiguous(), (Tensor)vars[1], (CascadeEdges)vars[2]);
        var h = empty_like(e);
        Cascade.Forward(edges, (Activation)vars[3], w.Floats(), e.Floats(), h.Floats(), (int)vars[4]);
        ctx.save_for_backward([h, w]);
        ctx.save_data(nameof(vars), vars[2..]);
        return h.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var others = (object[])ctx.get_data("vars");
        var (h, w, dh) = (saved[0], saved[1], grad_output.contiguous());
        var (dz, dw) = (empty_like(dh), zeros_like(w));
        Cascade.Backward(
            (CascadeEdges)others[0], (Activation)others[1], w.Floats(), h.Floats(), dh.Floats(), dz.Floats(), dw.Floats(), (int)others[2]);
        scope.MoveToOuter(dz, dw);
        return [dz, dw, null!, null!, null!];
    }
}
