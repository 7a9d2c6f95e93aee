using FreeNets.Model;

namespace FreeNets.Compiler.Ir;

/// <summary>What a linear stage reads.</summary>
public abstract record Source
{
    /// <summary>The raw inputs.</summary>
    /// <param name="Domain">What they may be, and the normalisation that is not folded into the weights.</param>
    /// <param name="Density">The fraction of them that were not zero in training; null where that is not known.</param>
    public sealed record Inputs(InputDomain Domain, double? Density) : Source
    {
        /// <summary>Whether they are normalised while they are read.</summary>
        public bool Normalises => Domain.Normalises;

        /// <summary>Whether each has a mean and a scale of its own then.</summary>
        public bool NormalisesEach => Normalises && !(Domain.Mean.IsUniform && Domain.Scale.IsUniform);
    }

    /// <summary>h of neurons.</summary>
    /// <param name="Neurons">The neurons.</param>
    public sealed record State(Slice Neurons) : Source;
}
