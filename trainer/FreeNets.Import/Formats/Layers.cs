using FreeNets.Import.Graph;
using FreeNets.Model;

namespace FreeNets.Import.Formats;

/// <summary>Layers that are drawn one after the other.</summary>
internal sealed class Layers(int inputs)
{
    private static readonly Dictionary<string, Activation> s_functions = new()
    {
        [""] = Activation.Identity,
        ["identity"] = Activation.Identity,
        ["linear"] = Activation.Identity,
        ["relu"] = Activation.Relu,
        ["relu6"] = Activation.Relu6,
        ["squared-relu"] = Activation.SquaredRelu,
        ["leaky-relu"] = Activation.LeakyRelu(),
        ["sigmoid"] = Activation.Sigmoid,
        ["tanh"] = Activation.Tanh,
        ["elu"] = Activation.Elu(),
        ["selu"] = Activation.Selu,
        ["gelu"] = ActivationFunction.Gelu,
        ["gelu-tanh"] = ActivationFunction.GeluTanh,
        ["silu"] = ActivationFunction.Silu,
        ["softplus"] = ActivationFunction.Softplus,
        ["softsign"] = ActivationFunction.Softsign,
        ["mish"] = ActivationFunction.Mish,
        ["hard-swish"] = ActivationFunction.HardSwish,
        ["softmax"] = Activation.Softmax,
        ["log-softmax"] = Activation.LogSoftmax,
    };

    private int _count;

    public Sketch Sketch { get; } = new(inputs);

    /// <summary>What the last layer gives.</summary>
    public Scalar[] Values { get; private set; } = [];

    /// <summary>Takes the inputs: x · factor + offset.</summary>
    public void Start(Func<int, (double Factor, double Offset)>? normalisation = null)
    {
        Begin("inputs");
        Values = normalisation is null
            ? Sketch.Inputs
            : [
                .. Sketch.Inputs.Select(
                    (input, i) => normalisation(i) is var (factor, offset) ? Sketch.Scaled(input, factor, offset) : input)];
    }

    /// <summary>A dense layer.</summary>
    /// <param name="units">How many sums.</param>
    /// <param name="weight">The weight of a unit for a source.</param>
    /// <param name="bias">The bias of a unit.</param>
    public void Dense(int units, Func<int, int, double> weight, Func<int, double> bias)
    {
        Begin("dense");
        var sources = Values;
        Values = [
            .. Enumerable.Range(0, units)
            .Select(unit => Sketch.Sum([.. sources.Select((source, s) => new Term(source, weight(unit, s)))], bias(unit)))];
    }

    /// <summary>Value · factor + offset, each by its own.</summary>
    public void Scale(Func<int, (double Factor, double Offset)> each)
    {
        Begin("scale");
        Values = [.. Values.Select((value, i) => each(i) is var (factor, offset) ? Sketch.Scaled(value, factor, offset) : value)];
    }

    /// <summary>A function of each value, or of all.</summary>
    /// <param name="field">Where its name stands.</param>
    /// <param name="names">The names that the format has; none for all.</param>
    /// <exception cref="Refusal">There is no such function.</exception>
    public void Apply(JsonField field, params string[] names)
    {
        var name = field.Text();
        if (!s_functions.TryGetValue(name, out var function) || (names.Length > 0 && !names.Contains(name)))
        {
            throw field.Fault(
                $"is '{Onnx.Text.Shown(name)}'; "
                    + "there are "
                    + $"{string.Join(", ", (names.Length > 0 ? names : [.. s_functions.Keys]).Where(static known => known.Length > 0))}");
        }

        Begin("activation");
        Values = function == Activation.Softmax ? Sketch.Softmax(Values)
            : function == Activation.LogSoftmax ? Sketch.LogSoftmax(Values)
            : Array.ConvertAll(Values, value => Sketch.Apply(function, value));
    }

    /// <summary>A function of its own for each value.</summary>
    public void Apply(Func<int, Activation> each)
    {
        Begin("activation");
        Values = [.. Values.Select((value, i) => Sketch.Apply(each(i), value))];
    }

    private void Begin(string what) => Sketch.StartLayer($"{what} {_count++}");
}
