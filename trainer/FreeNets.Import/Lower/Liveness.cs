using FreeNets.Import.Graph;

namespace FreeNets.Import.Lower;

/// <summary>Which scalars the outputs depend on, and whether a network can compute them all.</summary>
internal static class Liveness
{
    /// <summary>How often each scalar is read by another that matters, or by an output; 0 for those that matter to none.</summary>
    public static int[] Uses(IReadOnlyList<Scalar> all, IReadOnlyList<Head> heads)
    {
        var uses = new int[all.Count];
        foreach (var logit in heads.SelectMany(static head => head.Logits))
        {
            uses[logit.Index]++;
        }

        for (var i = all.Count - 1; i >= 0; i--)
        {
            if (uses[i] > 0)
            {
                foreach (var source in all[i].Sources)
                {
                    uses[source.Index]++;
                }
            }
        }

        return uses;
    }

    /// <summary>Refuses the first scalar that matters and is none of a FreeNet's.</summary>
    /// <exception cref="Refusal">There is one.</exception>
    public static void Check(IReadOnlyList<Scalar> all, int[] uses)
    {
        foreach (var scalar in all.Where(scalar => uses[scalar.Index] > 0))
        {
            switch (scalar)
            {
                case OpaqueScalar opaque:
                    throw opaque.Origin!.Refuse(opaque.Reason);
                case SoftmaxScalar member:
                    throw member.Origin!.Refuse($"({member.Group.Axis}) feeds {ReaderOf(member)}: softmax only at an output");
                case ClassScalar chosen:
                    throw chosen.Origin!.Refuse($"feeds {ReaderOf(chosen)}: classes only at an output");
                case LinearScalar linear when !double.IsFinite(linear.Constant)
                    || linear.Terms.Any(static term => !double.IsFinite(term.Weight)):
                    throw linear.Origin?.Refuse("a weight is NaN or infinite") ?? new Refusal("a constant output is NaN or infinite");
            }
        }

        string ReaderOf(Scalar read) =>
            all.FirstOrDefault(scalar => uses[scalar.Index] > 0 && scalar.Sources.Contains(read))?.Origin?.ShortTitle ?? "an output";
    }
}
