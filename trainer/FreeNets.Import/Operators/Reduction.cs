using FreeNets.Import.Graph;

namespace FreeNets.Import.Operators;

/// <summary>Sums, means and extremes over axes.</summary>
internal static class Reduction
{
    public static IReadOnlyDictionary<string, Operator> All { get; } = new Dictionary<string, Operator>
    {
        ["ReduceSum"] = static call => Sum(call, 13, static _ => 1),
        ["ReduceMean"] = static call => Sum(call, 18, static count => 1.0 / count),
        ["ReduceMax"] = static call => Fold(call, 18, Math.Max, (a, b) => Limits.Larger(call, a, b)),
        ["ReduceMin"] = static call => Fold(call, 18, Math.Min, (a, b) => Limits.Smaller(call, a, b)),
        ["ReduceProd"] = static call => Fold(call, 18, static (a, b) => a * b, (a, b) => Products.Multiply(call, a, b)),
    };

    private static Tensor[] Sum(Call call, int opsetOfInput, Func<int, double> weightOf)
    {
        if (Groups(call, opsetOfInput) is not { } groups)
        {
            return [call.Input(0)];
        }

        call.MustBeReal(call.Input(0));
        var sums = new Sums(call, call.Input(0), groups.Members.Length);
        foreach (var group in groups.Members)
        {
            foreach (var place in group)
            {
                sums.Add(place, weightOf(group.Length));
            }

            sums.End();
        }

        return [sums.ToTensor(groups.Shape, groups.BatchAxis)];
    }

    private static Tensor[] Fold(Call call, int opsetOfInput, Func<double, double, double> number, Func<Scalar, Scalar, Scalar> scalar)
    {
        var x = call.Input(0);
        if (Groups(call, opsetOfInput) is not { } groups)
        {
            return [x];
        }

        if (groups.Members.Any(static group => group.Length == 0))
        {
            throw call.Node.Refuse("reduces an empty axis");
        }

        return x.Numbers is { } numbers
            ? [
                Tensor.OfNumbers(
                    x.Type, groups.Shape,
                    Array.ConvertAll(groups.Members, group => group.Select(place => numbers[place]).Aggregate(number)), groups.BatchAxis)]
            : [
                Tensor.OfScalars(
                    x.Type, groups.Shape,
                    Array.ConvertAll(groups.Members, group => group.Select(place => x.Scalars![place]).Aggregate(scalar)),
                    groups.BatchAxis)];
    }

    /// <summary>The places that each element of the result is made of; null where nothing is reduced.</summary>
    private static (int[][] Members, int[] Shape, int BatchAxis)? Groups(Call call, int opsetOfInput)
    {
        var x = call.Input(0);
        var given = call.Node.Opset >= opsetOfInput ? call.Ints(1, "the axes") : call.Node.Ints("axes");
        if (given is null or { Length: 0 } && call.Node.Int("noop_with_empty_axes", 0) != 0)
        {
            return null;
        }

        int[] axes = given is null or { Length: 0 }
            ? [.. Enumerable.Range(0, x.Rank)]
            : [.. given.Select(axis => call.Axis(axis, x.Rank)).Distinct()];
        Array.ForEach(axes, axis => call.MustNotBeBatch(x, axis, "reduces"));
        int[] kept = [.. Enumerable.Range(0, x.Rank).Except(axes)];
        var (strides, extents) = (Shapes.Strides(x.Extents), x.Extents);
        var inner = Shapes.Walk([.. axes.Select(axis => extents[axis])], [.. axes.Select(axis => strides[axis])]);
        var outer = Shapes.Walk([.. kept.Select(axis => extents[axis])], [.. kept.Select(axis => strides[axis])]);
        int[] shape = [.. x.Shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)];
        var members = Array.ConvertAll(outer, start => Array.ConvertAll(inner, place => start + place));
        var frame = Tensor.OfNumbers(x.Type, shape, [], x.BatchAxis);
        var reduced = call.Node.Int("keepdims", 1) != 0 ? frame : Movement.Remove(frame, axes);
        return (members, reduced.Shape, reduced.BatchAxis);
    }
}
