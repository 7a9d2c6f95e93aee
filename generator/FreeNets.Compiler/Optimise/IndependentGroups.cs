using FreeNets.Compiler.Machines;
using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>An order of neurons in which each 16 of them do not depend on each other, as far as the graph allows.</summary>
internal static class IndependentGroups
{
    /// <summary>
    /// For each group, of the neurons whose sources all have a place, those with the longest way to go; of these, those with the most
    /// inputs, so that lanes that wait for each other are alike.
    /// </summary>
    public static int[] Order(FreeNet net)
    {
        var (targets, unplaced) = (Targets(net), new int[net.Neurons]);
        foreach (var (target, _, _) in net.Edges.Entries())
        {
            unplaced[target]++;
        }

        var heights = new int[net.Neurons];
        for (var neuron = net.Neurons - 1; neuron >= 0; neuron--)
        {
            heights[neuron] = targets[neuron].Count == 0 ? 0 : targets[neuron].Max(target => heights[target]) + 1;
        }

        var order = new List<int>();
        var ready = Enumerable.Range(0, net.Neurons).Where(neuron => unplaced[neuron] == 0).ToList();
        var inputs = Enumerable.Range(0, net.Neurons).Select(neuron => net.Encoder.NonZero(neuron).Count()).ToArray();
        while (ready.Count > 0)
        {
            var group = ready.OrderByDescending(neuron => heights[neuron])
                .ThenByDescending(neuron => inputs[neuron])
                .ThenBy(static neuron => neuron)
                .Take(Machine.Lanes)
                .ToArray();
            order.AddRange(group);
            ready = [.. ready.Except(group), .. group.SelectMany(neuron => targets[neuron]).Where(target => --unplaced[target] == 0)];
        }

        return [.. order];
    }

    private static List<int>[] Targets(FreeNet net)
    {
        var targets = Enumerable.Range(0, net.Neurons).Select(static _ => new List<int>()).ToArray();
        foreach (var (target, source, _) in net.Edges.Entries())
        {
            targets[source].Add(target);
        }

        return targets;
    }
}
