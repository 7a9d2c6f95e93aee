using CsCheck;
using FreeNets.Compiler.Optimise;
using FreeNets.Model;

namespace FreeNets.Compiler.Tests;

/// <summary>Every pass is exact: on networks that give it something to do, no logit of any input of the domain moves.</summary>
public class PassesTests
{
    public static TheoryData<string, Func<FreeNet, FreeNet>> All => new()
    {
        { "silent", DropSilentNeurons.Apply },
        { "linear", FoldLinearNeurons.Apply },
        { "unreachable", DropUnreachableNeurons.Apply },
        { "order", ReorderNeurons.Apply },
        { "all", static net => Optimiser.Apply(net).Net },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void No_logit_moves(string name, Func<FreeNet, FreeNet> apply)
    {
        var changed = 0;
        Passes.Nets.Sample(
            net =>
            {
                var optimised = apply(net);
                changed += ReferenceEquals(net, optimised) ? 0 : 1;
                Assert.True(MultiplyAdds.Live(optimised).Total <= MultiplyAdds.Live(net).Total);
                Passes.AssertSameLogits(net, optimised);
            },
            seed: "0N0XIzNsQ0O2",
            iter: 300,
            threads: 1);
        Assert.True(changed > 10, $"{name} did something on {changed} of 300 networks only.");
    }
}
