using FreeNets.Import.Graph;
using FreeNets.Model;

namespace FreeNets.Import.Operators;

/// <summary>Functions of one value that neurons have.</summary>
internal static class Activations
{
    public static IReadOnlyDictionary<string, Operator> All { get; } = new Dictionary<string, Operator>
    {
        ["Relu"] = Relu,
        ["LeakyRelu"] = static call => Apply(call, Activation.LeakyRelu(call.Node.Float("alpha", 0.01f))),
        ["PRelu"] = static call => ParametricRelu(call),
        ["Elu"] = static call => Apply(call, Activation.Elu(call.Node.Float("alpha", 1))),
        ["Selu"] = static call => Apply(
            call,
            new Activation(
                ActivationFunction.Elu, call.Node.Float("alpha", Activation.Selu.Alpha), call.Node.Float("gamma", Activation.Selu.Beta))),
        ["Celu"] = static call => Celu(call),
        ["Clip"] = static call => Clip(call),
        ["Sigmoid"] = static call => Apply(call, Activation.Sigmoid),
        ["HardSigmoid"] = static call => Apply(call, Activation.HardSigmoid(call.Node.Float("alpha", 0.2f), call.Node.Float("beta", 0.5f))),
        ["Tanh"] = static call => Apply(call, Activation.Tanh),
        ["Softplus"] = static call => Apply(call, ActivationFunction.Softplus),
        ["Softsign"] = static call => Apply(call, ActivationFunction.Softsign),
        ["Gelu"] = static call =>
            Apply(call, call.Node.String("approximate", "none") == "tanh" ? ActivationFunction.GeluTanh : ActivationFunction.Gelu),
        ["Swish"] = static call => Swish(call),
        ["HardSwish"] = static call => Apply(call, ActivationFunction.HardSwish),
        ["Mish"] = static call => Apply(call, ActivationFunction.Mish),
        ["ThresholdedRelu"] = static call => ThresholdedRelu(call),
        ["Abs"] = static call => Apply(call, ActivationFunction.Absolute),
        ["Sin"] = static call => Apply(call, Activation.Sine()),
        ["Cos"] = static call => Apply(call, Activation.Cosine()),
        ["Sign"] = static call => Sign(call),
    };

    private static Tensor[] Apply(Call call, Activation activation)
    {
        call.MustBeReal(call.Input(0));
        return [
            call.Map(
                call.Input(0), z => ReferenceEvaluator.Activate(activation, z), z => call.Symbols.Activated(call.Node, activation, z))];
    }

    private static Tensor[] Relu(Call call)
    {
        call.MustBeReal(call.Input(0));
        return [
            call.Map(
                call.Input(0), static z => Math.Max(z, 0),
                z => Squares.Step(call, z) ?? call.Symbols.Activated(call.Node, Activation.Relu, z))];
    }

    private static Tensor[] ParametricRelu(Call call)
    {
        var (x, slope) = (call.Input(0), call.Constant(1, "its slope") ?? throw call.Node.Refuse("has no slope"));
        call.MustAgree(x, slope, "input", "slope");
        return
        [
            Arithmetic.Apply(
                call,
                x,
                slope,
                static (z, slope) => z < 0 ? slope * z : z,
                (z, slope) => call.Symbols.Activated(call.Node, Activation.LeakyRelu((float)Limits.ConstantOf(slope)!.Value), z)),
        ];
    }

    /// <summary>α · elu(x / α).</summary>
    private static Tensor[] Celu(Call call)
    {
        var alpha = call.Node.Float("alpha", 1);
        return alpha == 0
            ? throw call.Node.Refuse("alpha is 0")
            : [call.Map(call.Input(0), z => alpha * ReferenceEvaluator.Activate(Activation.Elu(), z / alpha), Scaled)];

        Scalar Scaled(Scalar z) => call.Symbols.Scaled(
            call.Node, call.Symbols.Activated(call.Node, Activation.Elu(), call.Symbols.Scaled(call.Node, z, 1.0 / alpha)), alpha);
    }

    private static Tensor[] Clip(Call call)
    {
        var x = call.Input(0);
        var minimum = Bound("min", 1, double.NegativeInfinity);
        var maximum = Bound("max", 2, double.PositiveInfinity);
        return [call.Map(x, z => Math.Min(Math.Max(z, minimum), maximum), z => Limits.Clip(call, z, minimum, maximum))];

        double Bound(string name, int input, double none)
        {
            if (call.Constant(input, $"its {name}") is { } bound)
            {
                call.MustAgree(x, bound, "input", name);
                return bound.Count == 1 ? bound.Numbers![0] : throw call.Node.Refuse($"its {name} has {bound.Count} elements");
            }

            return call.Node.Has(name) ? call.Node.Float(name, 0) : none;
        }
    }

    /// <summary>x · sigmoid(α · x) = silu(α · x) / α.</summary>
    private static Tensor[] Swish(Call call)
    {
        double alpha = call.Node.Float("alpha", 1);
        return
        [
            call.Map(
                call.Input(0),
                z => z * ReferenceEvaluator.Activate(Activation.Sigmoid, alpha * z),
                z => alpha == 0
                    ? call.Symbols.Scaled(call.Node, z, 0.5)
                    : call.Symbols.Scaled(
                        call.Node, call.Symbols.Activated(call.Node, ActivationFunction.Silu, call.Symbols.Scaled(call.Node, z, alpha)),
                        1 / alpha)),
        ];
    }

    /// <summary>x above α, else 0: relu(x − α) + α · step(x − α).</summary>
    private static Tensor[] ThresholdedRelu(Call call)
    {
        double alpha = call.Node.Float("alpha", 1);
        return [call.Map(call.Input(0), z => z > alpha ? z : 0, Lowered)];

        Scalar Lowered(Scalar z)
        {
            var above = call.Symbols.Scaled(call.Node, z, 1, -alpha);
            var (relu, step) = (
                call.Symbols.Activated(call.Node, Activation.Relu, above),
                call.Symbols.Activated(call.Node, ActivationFunction.Step, above));
            return call.Symbols.Linear(call.Node, [new(relu, 1), new(step, alpha)], 0);
        }
    }

    /// <summary>step(x) − step(−x).</summary>
    private static Tensor[] Sign(Call call) => [call.Map(call.Input(0), static z => Math.Sign(z), z => call.Symbols.Linear(
        call.Node,
        [
            new(call.Symbols.Activated(call.Node, ActivationFunction.Step, z), 1),
            new(call.Symbols.Activated(call.Node, ActivationFunction.Step, call.Symbols.Scaled(call.Node, z, -1)), -1),
        ],
        0))];
}
