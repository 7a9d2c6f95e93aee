namespace FreeNets.Model;

/// <summary>How the weights of the encoder are held; all else, and every sum of the cascade, is float32.</summary>
/// <remarks>
/// The encoder alone, because it is nearly all of a network: 94 % of the weights at k = 100 and 784 inputs. What rounding the rest
/// could save in time would be a few per cent, for an error that the cascade carries on from neuron to neuron.
/// </remarks>
public enum Precision
{
    /// <summary>float32, as in the model file.</summary>
    Float32,

    /// <summary>Integers from −64 to 64 times one step per neuron (<see cref="Int8Encoder"/>); inputs are bytes, sums exact.</summary>
    Int8,

    /// <summary>bfloat16: 8 bits of exponent, 8 of significand; inputs and sums are float32.</summary>
    BFloat16,

    /// <summary>IEEE float16 times a power of two per neuron: 11 bits of significand; inputs and sums are float32.</summary>
    Float16,
}
