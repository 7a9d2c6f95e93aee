using FreeNets.Model.Json;

namespace FreeNets.Model;

/// <summary>Activations in model files: a function's name, or an object of its name and parameters.</summary>
internal static class FnetActivations
{
    // In the order of ActivationFunction.
    private static readonly string[] s_names =
    [
        "relu", "squared-relu", "leaky-relu", "clip", "sigmoid", "tanh", "hard-sigmoid", "hard-swish", "silu", "gelu", "gelu-tanh", "elu",
        "softplus", "softsign", "mish", "identity", "step", "sine", "cosine", "gaussian", "absolute", "inverse", "softmax", "log-softmax",
    ];

    private static readonly string[][] s_members = [["function"], ["function", "alpha"], ["function", "alpha", "beta"]];

    public static bool IsKnown(ActivationFunction function) => (uint)function < (uint)s_names.Length;

    public static string NameOf(ActivationFunction function) => s_names[(int)function];

    public static void Write(JsonWriter json, string? name, Activation activation)
    {
        if (activation.ParameterCount == 0)
        {
            json.String(name, NameOf(activation.Function));
            return;
        }

        json.Open('{', name);
        json.String("function", NameOf(activation.Function));
        json.Number("alpha", FnetNumber.Write(activation.Alpha));
        if (activation.ParameterCount == 2)
        {
            json.Number("beta", FnetNumber.Write(activation.Beta));
        }

        json.Close('}');
    }

    /// <summary>The activation that stands at <paramref name="name"/>, a member or an item of one of its lists.</summary>
    public static Activation Read(FnetFields fields, string name, JsonValue value, bool isOutput)
    {
        var activation = Read(fields, name, value);
        return ActivationRules.Activation(name, activation, isOutput) is { } fault ? throw fields.Fault(fault) : activation;
    }

    private static Activation Read(FnetFields fields, string name, JsonValue value)
    {
        if (value is JsonString text)
        {
            Activation activation = Function(fields, name, text);
            return activation.ParameterCount == 0 ? activation : throw fields.WrongValue(
                name,
                value,
                $"{NameOf(activation.Function)} has parameters; "
                    + $"write an object with {string.Join(", ", s_members[activation.ParameterCount])}.");
        }

        if (value is not JsonObject json)
        {
            throw fields.WrongValue(name, value, $"Expected the name of an activation or an object, found {value.Kind}.");
        }

        var members = fields.Nested(name, json);
        var function = Function(members, "function", members.String("function"));
        var count = Activation.Of(function).ParameterCount;
        members.Only(s_members[count]);
        return new Activation(function, count >= 1 ? members.Float("alpha") : 0, count == 2 ? members.Float("beta") : 0);
    }

    private static ActivationFunction Function(FnetFields fields, string name, JsonString value)
    {
        var index = Array.IndexOf(s_names, value.Text);
        return index >= 0 ? (ActivationFunction)index : throw fields.WrongValue(
            name, value, $"{Quoted.Text(value.Text)} is not an activation; there are {string.Join(", ", s_names)}.");
    }
}
