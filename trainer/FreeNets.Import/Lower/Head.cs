using FreeNets.Import.Graph;
using FreeNets.Model;

namespace FreeNets.Import.Lower;

/// <summary>Outputs that share an activation: all or a part of an output of the graph, or the scores of a class.</summary>
/// <param name="Name">What the group will be called.</param>
/// <param name="Activation">From logits to values.</param>
/// <param name="Logits">What is computed before the activation.</param>
internal sealed record Head(string Name, Activation Activation, Scalar[] Logits);

/// <summary>An output of the graph: the heads that hold its values, or the scores of its classes.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Heads">Places in the list of all heads.</param>
/// <param name="Order">For each value, the element of the graph's tensor that it is; empty where they are in order.</param>
/// <param name="IsClass">True where each head holds the scores of one class.</param>
/// <param name="Labels">A label for each score; empty where classes count from 0.</param>
internal sealed record OutputPlan(string Name, int[] Heads, int[] Order, bool IsClass, string[] Labels);
