using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>The levels of an NCG: neurons of one level do not depend on each other.</summary>
public static class Levels
{
    /// <summary>The length, in edges, of the longest path to each neuron.</summary>
    public static int[] Of(Ncg graph)
    {
        var levels = new int[graph.Neurons];
        foreach (var (target, source) in graph.Edges())
        {
            levels[target] = Math.Max(levels[target], levels[source] + 1);
        }

        return levels;
    }

    /// <summary>The number of neurons of each level, from level 0.</summary>
    public static int[] Widths(Ncg graph)
    {
        var levels = Of(graph);
        var widths = new int[levels.Max() + 1];
        foreach (var level in levels)
        {
            widths[level]++;
        }

        return widths;
    }
}
