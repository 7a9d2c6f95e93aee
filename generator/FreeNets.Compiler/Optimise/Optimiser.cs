using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>What a pass saved.</summary>
/// <param name="Name">The pass, as the printed plan calls it.</param>
/// <param name="Neurons">Neurons removed.</param>
/// <param name="MultiplyAdds">Multiply-adds a sample removed.</param>
public sealed record PassResult(string Name, int Neurons, long MultiplyAdds);

/// <summary>An optimised network, and what each pass did for it.</summary>
/// <param name="Net">Computes the same logits on every input of the declared domain.</param>
/// <param name="Passes">One result a pass, in order.</param>
public sealed record OptimisedNet(FreeNet Net, EquatableArray<PassResult> Passes);

/// <summary>Runs all passes: <see cref="FreeNet"/> → <see cref="FreeNet"/>, exact up to rounding.</summary>
public static class Optimiser
{
    private static readonly (string Name, Func<FreeNet, FreeNet> Apply)[] s_passes =
    [
        ("normalisation folded", FoldNormalisation.Apply),
        ("silent neurons", DropSilentNeurons.Apply),
        ("unreachable neurons", DropUnreachableNeurons.Apply),
    ];

    /// <summary>The network after every pass.</summary>
    public static OptimisedNet Apply(FreeNet net)
    {
        var results = new List<PassResult>();
        foreach (var (name, apply) in s_passes)
        {
            var next = apply(net);
            results.Add(new PassResult(
                name, net.Neurons - next.Neurons, MultiplyAdds.Live(net).Total - MultiplyAdds.Live(next).Total));
            net = next;
        }

        return new OptimisedNet(net, results.ToArray());
    }
}
