using static FreeNets.Model.NetRules;

namespace FreeNets.Model;

/// <summary>What makes the domain of inputs valid, and an input one of it.</summary>
internal static class DomainRules
{
    public static NetFault? FirstFault(InputDomain domain, int inputs)
    {
        if (domain.Type is not (InputType.UInt8 or InputType.Float32))
        {
            return Wrong("domain.type", $"{(int)domain.Type} is no input type.");
        }

        var isByte = domain.Type == InputType.UInt8;
        return Each("domain.minimum", domain.Minimum, inputs, value =>
                isByte && value < 0 ? "Inputs of type uint8 start at 0 or above."
                : float.IsNaN(value) || value == float.PositiveInfinity ? "It is not finite, nor −∞ for no minimum."
                : null)
            ?? Each("domain.maximum", domain.Maximum, inputs, value =>
                isByte && value > 255 ? "Inputs of type uint8 end at 255 or below."
                : float.IsNaN(value) || value == float.NegativeInfinity ? "It is not finite, nor ∞ for no maximum."
                : null)
            ?? Order(domain, inputs)
            ?? Each("domain.mean", domain.Mean, inputs, Finite)
            ?? Each("domain.scale", domain.Scale, inputs, static value =>
                Finite(value) ?? (value == 0 ? "The scale is 0 in float32: every input would become 0." : null));
    }

    /// <summary>The fault of value <paramref name="index"/> of the check vectors.</summary>
    public static NetFault? CheckInput(InputDomain domain, int index, int input, float value)
    {
        var (minimum, maximum) = (domain.Minimum[input], domain.Maximum[input]);
        return value < minimum || value > maximum
            ? Wrong(
                "checks.inputs",
                $"Value {index} is {FnetNumber.Write(value)}, outside the domain, "
                    + $"{FnetNumber.Write(minimum)} to {FnetNumber.Write(maximum)}.")
            : domain.Type == InputType.UInt8 && value != Math.Floor(value)
            ? Wrong("checks.inputs", $"Value {index} is not an integer, as the domain's type, uint8, demands.")
            : null;
    }

    private static NetFault? Each(string field, PerInput values, int inputs, Func<float, string?> fault)
    {
        if (values.IsUniform)
        {
            return fault(values.Uniform) is { } message ? Wrong(field, message) : null;
        }

        if (values.Each.Count != inputs)
        {
            return new NetFault(
                FnetErrorKind.WrongLength, field, $"There are {values.Each.Count} values for {inputs} inputs; give one an input, or one.");
        }

        for (var i = 0; i < inputs; i++)
        {
            if (fault(values[i]) is { } message)
            {
                return Wrong(field, $"Value {i}: {message}", i);
            }
        }

        return null;
    }

    private static NetFault? Order(InputDomain domain, int inputs)
    {
        var isUniform = domain.Minimum.IsUniform && domain.Maximum.IsUniform;
        for (var i = 0; i < (isUniform ? 1 : inputs); i++)
        {
            if (domain.Maximum[i] < domain.Minimum[i])
            {
                return isUniform
                    ? Wrong("domain.maximum", "The maximum is below the minimum.")
                    : Wrong("domain.maximum", $"The maximum of input {i} is below its minimum.", i);
            }
        }

        return null;
    }

    private static string? Finite(float value) => float.IsNaN(value) || float.IsInfinity(value) ? "It is not finite." : null;
}
