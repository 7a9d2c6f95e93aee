namespace FreeNets.Model;

/// <summary>The element type that raw inputs have.</summary>
public enum InputType
{
    /// <summary>Integers 0 to 255, as cameras and image files give them.</summary>
    UInt8,

    /// <summary>Any finite float32.</summary>
    Float32,
}

/// <summary>What a raw input r may be, and its normalisation x = (r − mean) · scale; each number for all inputs, or one for each.</summary>
public sealed record InputDomain
{
    /// <summary>Bytes without normalisation.</summary>
    public static InputDomain Bytes { get; } = new() { Type = InputType.UInt8, Minimum = 0, Maximum = 255 };

    /// <summary>The element type.</summary>
    public required InputType Type { get; init; }

    /// <summary>The smallest raw value; −∞, where nothing else is said, for none. Bytes have 0 or more.</summary>
    public PerInput Minimum { get; init; } = float.NegativeInfinity;

    /// <summary>
    /// The largest raw value, not below <see cref="Minimum"/>; ∞, where nothing else is said, for none. Bytes have 255 or less.
    /// </summary>
    public PerInput Maximum { get; init; } = float.PositiveInfinity;

    /// <summary>Subtracted from a raw value; finite.</summary>
    public PerInput Mean { get; init; }

    /// <summary>Multiplies the difference; finite, not 0.</summary>
    public PerInput Scale { get; init; } = 1;

    /// <summary>True where all inputs have the same range and normalisation.</summary>
    public bool IsUniform => Minimum.IsUniform && Maximum.IsUniform && Mean.IsUniform && Scale.IsUniform;

    /// <summary>True where every input has a smallest and a largest value.</summary>
    public bool IsBounded => !Holds(Minimum, float.NegativeInfinity) && !Holds(Maximum, float.PositiveInfinity);

    /// <summary>True where some input is not x = r.</summary>
    public bool Normalises => !IsEverywhere(Mean, 0) || !IsEverywhere(Scale, 1);

    private static bool IsEverywhere(PerInput values, float value) =>
        values.IsUniform ? values.Uniform == value : values.Each.All(each => each == value);

    private static bool Holds(PerInput values, float value) => values.IsUniform ? values.Uniform == value : values.Each.Contains(value);
}
