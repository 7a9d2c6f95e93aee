using FreeNets.Model;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Networks;

/// <summary>The k neurons in computation order, and their gradient, as plain torch operations on [k, n] tensors.</summary>
/// <remarks>
/// <code>
/// forward    h_i  = σ(e_i + Σ_{j &lt; i} w_ij h_j)                  for i = 0 … k−1
/// backward   dz_j = σ'(z_j) · (dh_j + Σ_{i &gt; j} w_ij dz_i)        for j = k−1 … 0
///            de   = dz,   dw = dz · hᵀ
/// </code>
/// The caller masks w, so that autograd masks dw. Written by hand because autograd over k slices of one tensor copies it k times.
/// </remarks>
internal sealed class CascadeFunction : autograd.SingleTensorFunction<CascadeFunction>
{
    public override string Name => "FreeNetCascade";

    /// <summary>h, [k, n], for e [k, n], a strictly lower-triangular w [k, k], and σ.</summary>
    public static Tensor Apply(Tensor e, Tensor w, Activation activation) => apply(e, w, activation);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        var (e, w, squared) = ((Tensor)vars[0], (Tensor)vars[1], (Activation)vars[2] == Activation.SquaredRelu);
        var h = e.clone();
        var slope = squared ? empty_like(h) : null;
        for (var i = 0L; i < h.shape[0]; i++)
        {
            var row = h[i];
            if (i > 0)
            {
                row.addmv_(h.narrow(0, 0, i).t(), w[i].narrow(0, 0, i));
            }

            row.relu_();
            if (slope is not null)
            {
                slope[i].copy_(row).mul_(2);
                row.mul_(row);
            }
        }

        slope ??= h.gt(0).to_type(h.dtype);
        scope.MoveToOuter(h, slope);
        ctx.save_for_backward([h, slope, w]);
        return h;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (h, slope, outgoing) = (saved[0], saved[1], saved[2].t().contiguous());
        var neurons = h.shape[0];
        var dz = grad_output.clone();
        for (var j = neurons - 1; j >= 0; j--)
        {
            var row = dz[j];
            var later = neurons - 1 - j;
            if (later > 0)
            {
                row.addmv_(dz.narrow(0, j + 1, later).t(), outgoing[j].narrow(0, j + 1, later));
            }

            row.mul_(slope[j]);
        }

        var dw = dz.matmul(h.t());
        scope.MoveToOuter(dz, dw);
        return [dz, dw, null!];
    }
}
