using FreeNets.Import.Graph;
using static FreeNets.Import.Onnx.TensorProto.Types;

namespace FreeNets.Import.Operators;

/// <summary>Constants, and what graphs compute with shapes.</summary>
internal static class ShapeArithmetic
{
    public static IReadOnlyDictionary<string, Operator> All { get; } = new Dictionary<string, Operator>
    {
        ["Constant"] = Constant,
        ["ConstantOfShape"] = ConstantOfShape,
        ["Shape"] = Shape,
        ["Size"] = static call =>
            [Tensor.OfNumbers(DataType.Int64, [], [Sizes(call, call.Input(0)).Aggregate(1.0, static (product, size) => product * size)])],
        ["Range"] = Range,
        ["Equal"] = static call => Compare(call, static (a, b) => a == b),
        ["Less"] = static call => Compare(call, static (a, b) => a < b),
        ["LessOrEqual"] = static call => Compare(call, static (a, b) => a <= b),
        ["Greater"] = static call => Compare(call, static (a, b) => a > b),
        ["GreaterOrEqual"] = static call => Compare(call, static (a, b) => a >= b),
        ["And"] = static call => Compare(call, static (a, b) => a != 0 && b != 0),
        ["Or"] = static call => Compare(call, static (a, b) => a != 0 || b != 0),
        ["Not"] = static call => [call.Map(call.Input(0), static a => a == 0 ? 1 : 0, a => Tree(call, a))],
        ["Where"] = Where,
    };

    /// <summary>Sizes that a shape may have.</summary>
    public static int[] Sized(Call call, long[] sizes) => sizes.All(static size => size is >= 0 and <= Shapes.MaxCount)
        ? Array.ConvertAll(sizes, static size => (int)size)
        : throw call.Node.Refuse($"the shape is [{string.Join(", ", sizes)}]");

    /// <summary>The same number everywhere. A size that no real dimension has is that of a batch.</summary>
    public static Tensor Filled(Call call, int[] shape, DataType type, double value, int? batchAxis = null)
    {
        var axis = batchAxis ?? (call.Evaluation.Batch.IsNominal ? Array.IndexOf(shape, call.Evaluation.Batch.Size) : -1);
        var numbers = new double[call.Count([.. shape.Select((size, i) => i == axis ? 1 : size)])];
        Array.Fill(numbers, value);
        return Tensor.OfNumbers(type, shape, numbers, axis);
    }

    private static Tensor[] Constant(Call call)
    {
        var node = call.Node;
        return node.Tensor("value") is { } tensor ? [call.Evaluation.Read(tensor)]
            : node.Has("value_float") ? [Tensor.OfNumbers(DataType.Float, [], [node.Float("value_float", 0)])]
            : node.Has("value_int") ? [Tensor.OfNumbers(DataType.Int64, [], [node.Int("value_int", 0)])]
            : node.Floats("value_floats") is { } floats ? [
                Tensor.OfNumbers(DataType.Float, [floats.Length], Array.ConvertAll(floats, static value => (double)value))]
            : node.Ints("value_ints") is { } ints ? [
                Tensor.OfNumbers(DataType.Int64, [ints.Length], Array.ConvertAll(ints, static value => (double)value))]
            : node.Has("value_string") ? [Tensor.OfTexts([], [node.String("value_string", "")])]
            : node.Strings("value_strings") is { } texts ? [Tensor.OfTexts([texts.Length], texts)]
            : throw node.Refuse("holds no value of a kind that is supported");
    }

    private static Tensor[] ConstantOfShape(Call call)
    {
        var shape = Sized(call, call.Ints(0, "the shape") ?? throw call.Node.Refuse("has no shape"));
        var value = call.Node.Tensor("value") is { } tensor ? call.Evaluation.Read(tensor) : Tensor.OfNumbers(DataType.Float, [1], [0]);
        return [
            Filled(
                call, shape, value.Type, value.Numbers is [var number] ? number : throw call.Node.Refuse("its value is not one number"))];
    }

    private static Tensor[] Shape(Call call)
    {
        var sizes = Sizes(call, call.Input(0));
        var (start, end) = (Place(call.Node.Int("start", 0)), Place(call.Node.Int("end", sizes.Length)));
        return [Tensor.OfInts(end > start ? sizes[start..end] : [])];

        int Place(long place) => (int)Math.Clamp(place < 0 ? place + sizes.Length : place, 0, sizes.Length);
    }

    private static int[] Sizes(Call call, Tensor tensor)
    {
        call.Evaluation.SawBatchSize |= tensor.BatchAxis >= 0 && call.Evaluation.Batch.IsNominal;
        return tensor.Shape;
    }

    private static Tensor[] Range(Call call)
    {
        var (start, limit, delta) = (Number(0), Number(1), Number(2));
        var count = Math.Max(0, Math.Ceiling((limit - start) / delta));
        return count <= Shapes.MaxCount && call.Count([(int)count]) >= 0
            ? [Tensor.OfNumbers(call.Input(0).Type, [(int)count], [.. Enumerable.Range(0, (int)count).Select(i => start + (i * delta))])]
            : throw call.Node.Refuse($"ranges from {start} to {limit} by {delta}");

        double Number(int input) => call.Constant(input, "its range")?.Numbers is [var number]
            ? number
            : throw call.Node.Refuse("its range is not three numbers");
    }

    private static Tensor[] Compare(Call call, Func<double, double, bool> compare) =>
        [Arithmetic.Apply(
            call, call.Input(0), call.Input(1), (a, b) => compare(a, b) ? 1 : 0, (a, b) => Tree(call, a, b)).As(DataType.Bool)];

    private static Scalar Tree(Call call, params Scalar[] arguments) =>
        call.Symbols.Opaque(call.Node, call.Node.Operator, Choices.Reason, arguments);

    private static Tensor[] Where(Call call)
    {
        var condition = call.Input(0);
        var chosen = Broadcast.Of(call, condition, call.Input(1), call.Input(2));
        if (condition.Scalars is { } conditions)
        {
            var (p, q) = (call.ScalarsOf(call.Input(1)), call.ScalarsOf(call.Input(2)));
            Scalar[] scalars =
            [
                .. Enumerable.Range(0, chosen.Places[0].Length).Select(i => Choices.Select(
                    call, conditions[chosen.Places[0][i]], p[chosen.Places[1][i]], q[chosen.Places[2][i]])),
            ];
            return [Tensor.OfScalars(call.Input(1).Type, chosen.Shape, scalars, chosen.BatchAxis)];
        }

        var (a, b) = (Stretched(1), Stretched(2));
        var both = Selection.Join(call, [Movement.Insert(a, [0]), Movement.Insert(b, [0])], 0);
        int[] picks = [.. chosen.Places[0].Select((place, i) => condition.Numbers![place] != 0 ? i : i + a.Count)];
        return [both.Pick(chosen.Shape, chosen.BatchAxis, picks)];

        Tensor Stretched(int input) => call.Input(input).Pick(chosen.Shape, chosen.BatchAxis, chosen.Places[input]);
    }
}
