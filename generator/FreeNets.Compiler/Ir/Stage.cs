using FreeNets.Model;

namespace FreeNets.Compiler.Ir;

/// <summary>One step of a <see cref="StageProgram"/>.</summary>
/// <param name="Name">The stage, as the printed plan calls it.</param>
public abstract record Stage(string Name)
{
    /// <summary>The name as one word of C#: what its constants' names begin with.</summary>
    public string Identifier => string.Concat(Name.Split(' ').Select(Capitalised));

    /// <summary>The name at the start of a sentence.</summary>
    public string Title => Capitalised(Name);

    private static string Capitalised(string word) => char.ToUpperInvariant(word[0]) + word.Substring(1);
}

/// <summary>Adds a matrix times a vector to a slice of the state: the encoder, a block between neurons, the decoder.</summary>
/// <param name="Name">The stage, as the printed plan calls it.</param>
/// <param name="From">The vector.</param>
/// <param name="To">Where the sums go: one row of <paramref name="Weights"/> a row of the state.</param>
/// <param name="Weights">[rows of <paramref name="To"/>, values of <paramref name="From"/>].</param>
/// <param name="Numerics">How the weights are held.</param>
/// <param name="PartialSums">
/// Independent sums of each row: value p goes to sum p mod this number. It belongs to the stage and not to a family, so that all families
/// with FMA give the same bits.
/// </param>
public sealed record LinearStage(string Name, Source From, Slice To, WeightMatrix Weights, Numerics Numerics, int PartialSums) : Stage(Name)
{
    /// <summary>The number of values that it reads.</summary>
    public int Width => Weights.Columns;

    /// <summary>The number of sums that it makes.</summary>
    public int Rows => To.Count;
}

/// <summary>h = σ(z) of neighbouring rows: neurons that a linear stage reads and no cascade, or outputs.</summary>
/// <param name="Name">The stage, as the printed plan calls it.</param>
/// <param name="Neurons">The rows of the state.</param>
/// <param name="Activation">σ of one value.</param>
public sealed record ActivateStage(string Name, Slice Neurons, Activation Activation) : Stage(Name);

/// <summary>Logits of a group become probabilities, or their logarithms.</summary>
/// <param name="Name">The stage, as the printed plan calls it.</param>
/// <param name="Logits">The rows of the state.</param>
/// <param name="IsLogarithm">Whether it is the logarithms.</param>
public sealed record SoftmaxStage(string Name, Slice Logits, bool IsLogarithm) : Stage(Name);

/// <summary>Neurons in order: each becomes h = σ(z), which is added, times its weights, to later rows of the state.</summary>
/// <param name="Name">The stage, as the printed plan calls it.</param>
/// <param name="Neurons">The neurons.</param>
/// <param name="Weights">[rows of the state, neurons of the state]: edges between these neurons, and decoder weights where it takes them
/// along. Several cascades of a program share one matrix.</param>
/// <param name="Activations">σ of each neuron of the state.</param>
/// <param name="LeavesActivations">Whether h of its neurons takes the place of z, for linear stages behind it.</param>
public sealed record CascadeStage(
    string Name, Slice Neurons, SparseMatrix Weights, NeuronActivations Activations, bool LeavesActivations = false) : Stage(Name)
{
    /// <summary>The whole graph of a network, with its decoder.</summary>
    public static CascadeStage Of(FreeNet net) => new(
        "cascade and decoder",
        new Slice(0, net.Neurons),
        SparseMatrix.Of(
            net.Neurons + net.Outputs,
            net.Neurons,
            net.Edges.Entries().Concat(net.Decoder.NonZero().Select(weight => weight with { Row = net.Neurons + weight.Row }))),
        NeuronActivations.Of(net));
}
