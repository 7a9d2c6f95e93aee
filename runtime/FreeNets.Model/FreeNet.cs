namespace FreeNets.Model;

/// <summary>
/// A trained FreeNet (paper, sections 3 to 5): encoder, k neurons joined by the graph G in computation order, decoder.
/// </summary>
/// <remarks>
/// For a raw input r with <see cref="InputDomain.Mean"/> and <see cref="InputDomain.Scale"/>:
/// <code>
/// x      = (r − mean) · scale
/// z_i    = Σ_p encoder[i, p] · x_p + encoderBias_i + Σ_{j &lt; i, G_ij} w_ij · h_j
/// h_i    = σ_i(z_i)
/// logit_o = Σ_i decoder[o, i] · h_i + decoderBias_o
/// </code>
/// and the outputs are the logits, or an activation of them. A weight of 0 is as good as none. Instances made by hand are not
/// checked until <see cref="Validate"/> is asked; the reader of model files only returns valid ones.
/// </remarks>
public sealed record FreeNet
{
    /// <summary>What the network is called: a name for people, from which a class name is derived.</summary>
    public required string Name { get; init; }

    /// <summary>The number of inputs, at least 1.</summary>
    public required int Inputs { get; init; }

    /// <summary>k, the number of neurons, at least 1.</summary>
    public required int Neurons { get; init; }

    /// <summary>The number of outputs (classes), at least 1.</summary>
    public required int Outputs { get; init; }

    /// <summary>σ of every neuron, where <see cref="NeuronActivations"/> is empty.</summary>
    public required Activation Activation { get; init; }

    /// <summary>σ of each neuron, [<see cref="Neurons"/>]; or empty, where all have <see cref="Activation"/>.</summary>
    public EquatableArray<Activation> NeuronActivations { get; init; }

    /// <summary>From all logits to the outputs, where there are no <see cref="OutputGroups"/>; the identity leaves logits.</summary>
    public Activation OutputActivation { get; init; } = Activation.Identity;

    /// <summary>The outputs in groups, in order and without gaps, each with its activation; or empty, where they are all one.</summary>
    public EquatableArray<OutputGroup> OutputGroups { get; init; }

    /// <summary>What a raw input may be, and how it is normalised.</summary>
    public required InputDomain Domain { get; init; }

    /// <summary>What each raw input is called, one an input; or none at all.</summary>
    public EquatableArray<InputColumn> Columns { get; init; }

    /// <summary>One label an output, or none at all.</summary>
    public EquatableArray<string> Labels { get; init; }

    /// <summary>E, [<see cref="Neurons"/>, <see cref="Inputs"/>].</summary>
    public required WeightMatrix Encoder { get; init; }

    /// <summary>[<see cref="Neurons"/>]: the one bias per neuron has.</summary>
    public required EquatableArray<float> EncoderBias { get; init; }

    /// <summary>G with its weights w, [<see cref="Neurons"/>, <see cref="Neurons"/>]: entry (i, j), j &lt; i, is the edge j → i.</summary>
    public required SparseMatrix Edges { get; init; }

    /// <summary>G without weights: made from <see cref="Edges"/> each time.</summary>
    public Ncg Graph => Ncg.Of(Edges);

    /// <summary>D, [<see cref="Outputs"/>, <see cref="Neurons"/>].</summary>
    public required WeightMatrix Decoder { get; init; }

    /// <summary>[<see cref="Outputs"/>].</summary>
    public required EquatableArray<float> DecoderBias { get; init; }

    /// <summary>Inputs with the logits they must give, by which any implementation can check itself.</summary>
    public CheckVectors Checks { get; init; } = new();

    /// <summary>Where the network comes from.</summary>
    public Provenance Provenance { get; init; } = new();

    /// <summary>
    /// The first thing that is wrong, or null where the network is valid: sizes that fit, finite weights, edges to later neurons …
    /// </summary>
    /// <remarks>Whoever takes networks that were made by hand or with <c>with</c> asks this first, as the writer and the compiler
    /// do.</remarks>
    public NetFault? Validate() => NetRules.FirstFault(this);

    /// <summary>The outputs in groups: <see cref="OutputGroups"/>, or where there are none all as one, called outputs.</summary>
    public EquatableArray<OutputGroup> OutputsInGroups() =>
        OutputGroups.Count > 0 ? OutputGroups : new[] { new OutputGroup("outputs", 0, Outputs, OutputActivation) };

    /// <summary>σ of one neuron.</summary>
    public Activation ActivationOf(int neuron) => NeuronActivations.Count == 0 ? Activation : NeuronActivations[neuron];
}

/// <summary>Raw inputs and the logits they must give, as the float64 reference evaluator computed them.</summary>
public sealed record CheckVectors
{
    /// <summary>The number of vectors, possibly 0.</summary>
    public int Count { get; init; }

    /// <summary>[<see cref="Count"/>, inputs], raw values inside the domain.</summary>
    public EquatableArray<float> Inputs { get; init; }

    /// <summary>[<see cref="Count"/>, outputs].</summary>
    public EquatableArray<float> Logits { get; init; }
}

/// <summary>How a network came to be. Everything is optional; nothing here changes what the network computes.</summary>
public sealed record Provenance
{
    /// <summary>The data set's name.</summary>
    public string? DataSet { get; init; }

    /// <summary>The training seed.</summary>
    public long? Seed { get; init; }

    /// <summary>ε of FreeEvolve.</summary>
    public double? Epsilon { get; init; }

    /// <summary>Epochs trained, all rounds together.</summary>
    public int? Epochs { get; init; }

    /// <summary>Rounds of FreeEvolve.</summary>
    public int? Rounds { get; init; }

    /// <summary>Test accuracy in [0, 1], measured after the last epoch.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>The fraction, in [0, 1], of raw inputs that were not zero in the training data.</summary>
    public double? InputDensity { get; init; }

    /// <summary>The most live weights that the search was allowed, encoder, graph and decoder together.</summary>
    public long? Budget { get; init; }

    /// <summary>
    /// Where live weights were allowed, in the search's own words, such as <c>input-cap 2/28, levels 8, edge-cap 4/32</c>.
    /// </summary>
    public string? Pattern { get; init; }

    /// <summary>The program that wrote the file, with its version.</summary>
    public string? Tool { get; init; }
}
