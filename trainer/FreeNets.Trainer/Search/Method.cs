namespace FreeNets.Trainer.Search;

/// <summary>What decides the graph: the paper's search, or what it is compared with. The training of the weights is the same.</summary>
public enum Method
{
    /// <summary>The paper's: from the dense NCG, edges are pruned and augmented by co-activation.</summary>
    Freeevolve,

    /// <summary>The dense NCG, which never evolves.</summary>
    Freenet,

    /// <summary>One fully connected hidden layer of k neurons: no edge at all.</summary>
    Fcnn,

    /// <summary>As <see cref="Fcnn"/>, with neurons added until its parameters match those of the dense NCG (section 5).</summary>
    FcnnMatched,

    /// <summary>
    /// Fully connected layers of given sizes: inputs reach the first, edges lead from each to the next, and outputs read the last.
    /// </summary>
    Layered,

    /// <summary>Gradual magnitude pruning of edges (Zhu and Gupta, 2017) from the dense NCG to a given number.</summary>
    Magnitude,

    /// <summary>A given number of edges, drawn uniformly: <see cref="RandomGraphs.Mask"/>.</summary>
    RandomMask,

    /// <summary>A given number of edges between random layers: <see cref="RandomGraphs.Layered"/>.</summary>
    RandomDag,

    /// <summary>Sparse evolutionary training (Mocanu et al., 2018): the smallest edges go, random ones come.</summary>
    Set,

    /// <summary>RigL (Evci et al., 2020): the smallest edges go, those with the largest gradient come.</summary>
    Rigl,
}

/// <summary>When FreeEvolve updates the graph.</summary>
public enum Schedule
{
    /// <summary>Algorithms 1 and 2: weights are trained, then the graph is updated once, and so on.</summary>
    Alternating,

    /// <summary>While the weights are trained, as in the paper's Figures 6 and 9, but for a last part on a fixed graph.</summary>
    Interleaved,
}

/// <summary>Which samples FreeEvolve's statistics are taken from.</summary>
public enum StatisticsSource
{
    /// <summary>The latest batches of the training, with the activations they had as they were trained on.</summary>
    Window,

    /// <summary>One pass over the whole training set.</summary>
    Train,

    /// <summary>One pass over the samples held out for validation.</summary>
    Validation,
}
