using FreeNets.Import.Graph;
using FreeNets.Model;
using static FreeNets.Import.Onnx.TensorProto.Types;

namespace FreeNets.Import.Operators;

/// <summary>What makes probabilities and classes of logits, at a network's outputs.</summary>
internal static class Classes
{
    public static IReadOnlyDictionary<string, Operator> All { get; } = new Dictionary<string, Operator>
    {
        ["Softmax"] = static call => Softmax(call, Activation.Softmax),
        ["LogSoftmax"] = static call => Softmax(call, Activation.LogSoftmax),
        ["ArgMax"] = ArgMax,
    };

    /// <summary>The labels of a list that classes choose, where an operator looks them up.</summary>
    public static Tensor Labelled(Call call, Tensor labels, Tensor classes)
    {
        var texts = labels.Texts
            ?? labels.Numbers?.Select(static label => label.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        if (texts is null || classes.Scalars is not { } scalars)
        {
            throw call.Node.Refuse("looks up activations, or at places that depend on the inputs");
        }

        return Tensor.OfScalars(
            labels.Type, classes.Shape, Array.ConvertAll(scalars, scalar => scalar is ClassScalar { Labels: null } chosen
            ? call.Symbols.Class(call.Node, chosen.Scores, texts)
            : throw call.Node.Refuse("looks up at places that depend on the inputs")), classes.BatchAxis);
    }

    /// <summary>Probabilities of scores along the last axis of a matrix, by the softmax.</summary>
    public static Tensor Softmax(Call call, Tensor x, Activation activation, int[] axes)
    {
        Array.ForEach(axes, axis => call.MustNotBeBatch(x, axis, "runs over"));
        call.MustBeReal(x);
        var numbers = x.Numbers is null ? null : new double[x.Count];
        var scalars = x.Numbers is null ? new Scalar[x.Count] : null;
        foreach (var group in GroupsAlong(x, axes))
        {
            if (numbers is not null)
            {
                var largest = group.Max(place => x.Numbers![place]);
                var sum = group.Sum(place => Math.Exp(x.Numbers![place] - largest));
                Array.ForEach(group, place => numbers[place] = activation == Activation.Softmax
                    ? Math.Exp(x.Numbers![place] - largest) / sum
                    : x.Numbers![place] - largest - Math.Log(sum));
                continue;
            }

            var members = call.Symbols.Softmax(
                call.Node,
                new SoftmaxGroup(activation, Array.ConvertAll(group, place => x.Scalars![place]), $"axis {string.Join(", ", axes)}"));
            for (var i = 0; i < group.Length; i++)
            {
                scalars![group[i]] = members[i];
            }
        }

        return numbers is not null
            ? Tensor.OfNumbers(x.Type, x.Shape, numbers, x.BatchAxis)
            : Tensor.OfScalars(x.Type, x.Shape, scalars!, x.BatchAxis);
    }

    /// <summary>For each element of the other axes, the places along these.</summary>
    public static int[][] GroupsAlong(Tensor x, int[] axes)
    {
        var (extents, strides) = (x.Extents, Shapes.Strides(x.Extents));
        int[] others = [.. Enumerable.Range(0, x.Rank).Except(axes)];
        var inner = Shapes.Walk([.. axes.Select(axis => extents[axis])], [.. axes.Select(axis => strides[axis])]);
        var outer = Shapes.Walk([.. others.Select(axis => extents[axis])], [.. others.Select(axis => strides[axis])]);
        return inner.Length == 0 ? [] : Array.ConvertAll(outer, start => Array.ConvertAll(inner, place => start + place));
    }

    private static Tensor[] Softmax(Call call, Activation activation)
    {
        var x = call.Input(0);

        // Before opset 13 the tensor became a matrix at the axis, and rows were normalised.
        var isOld = call.Node.Opset < 13;
        var axis = call.Axis(call.Node.Int("axis", isOld ? 1 : -1), Math.Max(1, x.Rank));
        return [Softmax(call, x, activation, isOld ? [.. Enumerable.Range(axis, x.Rank - axis)] : x.Rank == 0 ? [] : [axis])];
    }

    private static Tensor[] ArgMax(Call call)
    {
        var x = call.Input(0);
        if (call.Node.Int("select_last_index", 0) != 0)
        {
            throw call.Node.Refuse("select_last_index is not supported");
        }

        var axis = call.Axis(call.Node.Int("axis", 0), x.Rank);
        call.MustNotBeBatch(x, axis, "runs over");
        var groups = GroupsAlong(x, [axis]);
        int[] shape = [.. x.Shape.Select((size, i) => i == axis ? 1 : size)];
        var classes = x.Numbers is { } numbers
            ? Tensor.OfNumbers(
                DataType.Int64, shape, Array.ConvertAll(groups, group => (double)Largest(Array.ConvertAll(group, place => numbers[place]))),
                x.BatchAxis)
            : Tensor.OfScalars(
                DataType.Int64,
                shape,
                Array.ConvertAll(groups, group => call.Symbols.Class(call.Node, Array.ConvertAll(group, place => x.Scalars![place]), null)),
                x.BatchAxis);
        return [call.Node.Int("keepdims", 1) != 0 ? classes : Movement.Remove(classes, [axis])];
    }

    private static int Largest(double[] values) => Array.IndexOf(values, values.Max());
}
