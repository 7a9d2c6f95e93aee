using FreeNets.Model;

namespace FreeNets.Compiler.Ir;

/// <summary>What is computed: stages that run one after the other over one state a sample. No instruction set, no layout.</summary>
/// <param name="Domain">What raw inputs may be.</param>
/// <param name="State">The state.</param>
/// <param name="Stages">In order; the first one reads the inputs and starts the whole state.</param>
public sealed record StageProgram(InputDomain Domain, StateLayout State, EquatableArray<Stage> Stages)
{
    /// <summary>How the first stage holds its weights.</summary>
    public Numerics Numerics => ((LinearStage)Stages[0]).Numerics;
}

/// <summary>A sample's state: z or h of every neuron, then the logits, then padding to whole vectors of the widest family.</summary>
/// <param name="Neurons">k.</param>
/// <param name="Outputs">The number of logits.</param>
/// <param name="Start">[<see cref="Length"/>]: what the state starts from, the biases.</param>
public sealed record StateLayout(int Neurons, int Outputs, EquatableArray<float> Start)
{
    /// <summary>Rows, padding included.</summary>
    public int Length => Start.Count;

    /// <summary>Neurons and logits.</summary>
    public int Rows => Neurons + Outputs;
}
