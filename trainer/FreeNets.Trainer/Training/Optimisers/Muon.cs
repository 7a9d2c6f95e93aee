using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training.Optimisers;

/// <summary>Muon (Jordan et al., 2024) for one matrix [k, d]: every direction of its momentum moves it equally far.</summary>
/// <remarks>
/// With gradient g and mask M, all 1 where there is none:
/// <code>
/// m = M (μ m + (1 − μ) g)
/// u = orthogonal(M g + μ (m − M g))      Nesterov; singular values become about 1
/// p −= M η (0.2 √max(k, d) u + λ p)      the root mean square of a change is about 0.2 η, as AdamW's is, so one η suits both
/// </code>
/// </remarks>
public sealed class Muon : IDisposable
{
    private const double Momentum = 0.95;
    private const double RootMeanSquare = 0.2;
    private const int Iterations = 5;
    private const double Tiny = 1e-7;

    // Where gradients stay away, momentum would fade into denormal numbers: with two such rows of 80, a product takes twenty times as long.
    private const double Negligible = 1e-15;

    // The quintic a s + b s³ + c s⁵ of Newton and Schulz, chosen by Jordan for its steepness at 0: five of them take singular values
    // from about 0.001 up to between 0.7 and 1.2.
    private const double A = 3.4445;
    private const double B = -4.7750;
    private const double C = 2.0315;

    private readonly Parameter _parameter;
    private readonly double _weightDecay;
    private readonly Tensor? _mask;
    private readonly Tensor _momentum;

    /// <summary>Muon for <paramref name="parameter"/>, which it does not own.</summary>
    /// <param name="parameter">A float32 matrix.</param>
    /// <param name="weightDecay">λ.</param>
    /// <param name="mask">Of 0 and 1, the parameter's shape, read at each step; null for none. A masked weight keeps its bits.</param>
    public Muon(Parameter parameter, double weightDecay, Tensor? mask = null)
    {
        (_parameter, _weightDecay, _mask) = (parameter, weightDecay, mask);
        _momentum = zeros_like(parameter).detach();
    }

    /// <summary>Moves the parameter where it has a gradient, and takes the gradient away.</summary>
    /// <param name="learningRate">η.</param>
    public void Step(double learningRate)
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        if (_parameter.grad is not { } gradient)
        {
            return;
        }

        Masked(gradient);
        Masked(_momentum.mul_(Momentum).add_(gradient, alpha: 1 - Momentum));
        _momentum.masked_fill_(_momentum.abs().le(Negligible), 0);
        var direction = Orthogonal(gradient.mul_(1 - Momentum).add_(_momentum, alpha: Momentum));
        var scale = RootMeanSquare * Math.Sqrt(Math.Max(_parameter.shape[0], _parameter.shape[1]));
        var change = direction.mul_(learningRate * scale).add_(_parameter, alpha: learningRate * _weightDecay);
        _parameter.sub_(Masked(change));
        _parameter.grad = null;
    }

    /// <inheritdoc/>
    public void Dispose() => _momentum.Dispose();

    /// <summary>
    /// The matrix with all singular values that are not nearly 0 moved close to 1, and the same singular vectors. The caller's scope
    /// owns it.
    /// </summary>
    /// <remarks>
    /// Each iteration multiplies X by a polynomial Q of its Gram matrix G = X Xᵀ, after which the Gram matrix is Q G Q. So all but the
    /// first and the last product are of the short side alone.
    /// </remarks>
    internal static Tensor Orthogonal(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        var isTall = matrix.shape[0] > matrix.shape[1];
        var wide = isTall ? matrix.t() : matrix;
        var x = wide / (wide.norm() + Tiny);
        var gram = x.matmul(x.t());
        var identity = eye(gram.shape[0]);
        var q = Quintic();
        var product = q;
        for (var i = 1; i < Iterations; i++)
        {
            gram = q.matmul(gram).matmul(q);
            q = Quintic();
            product = q.matmul(product);
        }

        var orthogonal = product.matmul(x);
        return (isTall ? orthogonal.t() : orthogonal).MoveToOuterDisposeScope();

        Tensor Quintic() => gram.matmul(gram).mul_(C).add_(gram, alpha: B).add_(identity, alpha: A);
    }

    private Tensor Masked(Tensor tensor) => _mask is null ? tensor : tensor.mul_(_mask);
}
