using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>An optimised network, and what each pass did for it.</summary>
/// <param name="Net">Computes the same logits on every input of the declared domain.</param>
/// <param name="Passes">One result a pass, in order.</param>
public sealed record OptimisedNet(FreeNet Net, EquatableArray<PassResult> Passes);

/// <summary>Runs all passes: <see cref="FreeNet"/> → <see cref="FreeNet"/>, exact up to rounding.</summary>
public static class Optimiser
{
    private static Pass[] Passes(Precision precision) =>
    [
        new("normalisation folded", net => FoldNormalisation.Apply(net, always: IsAlwaysFolded(net, precision)), FoldNormalisation.Note),
        new("silent neurons", DropSilentNeurons.Apply),
        new("linear neurons", FoldLinearNeurons.Apply, FoldLinearNeurons.Note, MixesRows: true),
        new("unreachable neurons", DropUnreachableNeurons.Apply),
        new("unused inputs", static net => net, UsedInputs.Note),
        new("order of neurons", ReorderNeurons.Apply, ReorderNeurons.Note),
    ];

    // 16-bit encoders have no place for numbers of each input.
    private static bool IsAlwaysFolded(FreeNet net, Precision precision) =>
        precision == Precision.Int8 || (precision != Precision.Float32 && !net.Domain.IsUniform);

    /// <summary>The network after every pass.</summary>
    /// <param name="net">The network.</param>
    /// <param name="precision">
    /// Anything but float32 leaves out passes that add rows of the encoder to each other: rows that were calibrated to integers stay
    /// so.
    /// </param>
    public static OptimisedNet Apply(FreeNet net, Precision precision = Precision.Float32)
    {
        var results = new List<PassResult>();
        foreach (var pass in Passes(precision).Where(pass => precision == Precision.Float32 || !pass.MixesRows))
        {
            var next = pass.Apply(net);
            results.Add(new PassResult(
                pass.Name,
                net.Neurons - next.Neurons,
                MultiplyAdds.Live(net).Total - MultiplyAdds.Live(next).Total,
                pass.Note?.Invoke(net, next)));
            net = next;
        }

        return new OptimisedNet(net, results.ToArray());
    }

    /// <summary>A pass: a pure function, and what there is to say about what it did, given the networks before and after.</summary>
    private sealed record Pass(
        string Name, Func<FreeNet, FreeNet> Apply, Func<FreeNet, FreeNet, string?>? Note = null, bool MixesRows = false);
}
