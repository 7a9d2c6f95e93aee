using static TorchSharp.torch;

namespace FreeNets.Trainer.Judging;

/// <summary>The linear model with the least squared error, in closed form: what a network has to be better than.</summary>
internal static class LinearModel
{
    // Of the mean of the squares, so that equal inputs do no harm.
    private const double Ridge = 1e-6;

    /// <summary>Fits one set of samples and predicts another.</summary>
    /// <param name="inputs">[n, width].</param>
    /// <param name="wanted">[n, outputs].</param>
    /// <param name="others">[m, width].</param>
    /// <param name="width">Inputs of a sample.</param>
    /// <param name="outputs">Numbers wanted of each.</param>
    /// <returns>[m, outputs].</returns>
    public static float[] Predict(float[] inputs, float[] wanted, float[] others, int width, int outputs)
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        var x = WithOne(inputs);
        var y = tensor(wanted).view(-1, outputs).to_type(ScalarType.Float64);
        var squares = x.t().mm(x);
        var ridge = eye(width + 1, dtype: ScalarType.Float64) * (squares.trace() * (Ridge / (width + 1)));
        var weights = linalg.solve(squares + ridge, x.t().mm(y));
        return WithOne(others).mm(weights).to_type(ScalarType.Float32).contiguous().data<float>().ToArray();

        Tensor WithOne(float[] values)
        {
            var rows = tensor(values).view(-1, width).to_type(ScalarType.Float64);
            return cat([rows, ones(rows.shape[0], 1, ScalarType.Float64)], 1);
        }
    }
}
