namespace FreeNets.Model;

/// <summary>One number for all inputs, or one for each.</summary>
public readonly record struct PerInput
{
    private readonly float _all;

    /// <summary>One number for all inputs.</summary>
    public PerInput(float all) => _all = all;

    /// <summary>One number for each input; a single one is the same as one for all.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public PerInput(EquatableArray<float> each)
    {
        if (each.Count == 0)
        {
            throw new ArgumentException("There is no number for any input.", nameof(each));
        }

        (_all, Each) = each.Count == 1 ? (each[0], default(EquatableArray<float>)) : (0, each);
    }

    /// <summary>The numbers, one an input; empty where one number is for all.</summary>
    public EquatableArray<float> Each { get; }

    /// <summary>True where one number is for all inputs.</summary>
    public bool IsUniform => Each.Count == 0;

    /// <summary>The number of one input.</summary>
    public float this[int input] => IsUniform ? _all : Each[input];

    /// <summary>The one number for all inputs.</summary>
    /// <exception cref="InvalidOperationException">Each input has a number of its own.</exception>
    public float Uniform => IsUniform ? _all : throw new InvalidOperationException("Each input has a number of its own.");

    /// <summary>One number for all inputs.</summary>
    public static PerInput Of(float all) => new(all);

    /// <summary>One number for all inputs.</summary>
    public static implicit operator PerInput(float all) => Of(all);

    /// <summary>The number, or how many there are.</summary>
    public override string ToString() => IsUniform ? FnetNumber.Write(_all) : $"{Each.Count} numbers";
}
