using FreeNets.Import.Graph;
using FreeNets.Model;
using static FreeNets.Import.Onnx.TensorProto.Types;

namespace FreeNets.Import.Operators;

/// <summary>What scikit-learn's pipelines put before and after a network: operators of ai.onnx.ml.</summary>
internal static class Scikit
{
    public static IReadOnlyDictionary<string, Operator> All { get; } = new Dictionary<string, Operator>
    {
        ["Scaler"] = Scaler,
        ["LinearRegressor"] = LinearRegressor,
        ["LinearClassifier"] = LinearClassifier,
        ["Normalizer"] = Normalizer,
        ["ArrayFeatureExtractor"] = ArrayFeatureExtractor,
        ["FeatureVectorizer"] = static call =>
            [Selection.Join(call, [.. Enumerable.Range(0, call.InputCount).Select(i => AsFloat(call.Input(i)))], 1)],
        ["ZipMap"] = static call => [call.Input(0)],
    };

    private static Tensor AsFloat(Tensor tensor) => tensor.As(DataType.Float);

    /// <summary>(x − offset) · scale, for each feature or for all.</summary>
    private static Tensor[] Scaler(Call call)
    {
        var x = AsFloat(call.Input(0));
        var features = Features(call, x);
        var (offsets, scales) = (Each("offset", 0), Each("scale", 1));
        var sums = new Sums(call, x, x.Count);
        for (var i = 0; i < x.Count; i++)
        {
            var (offset, scale) = (offsets[i % features], scales[i % features]);
            sums.Add(i, scale);
            sums.End(-(double)offset * scale);
        }

        return [sums.ToTensor(x.Shape, x.BatchAxis)];

        float[] Each(string name, float value) => call.Node.Floats(name) switch
        {
            null => [.. Enumerable.Repeat(value, features)],
            [var one] => [.. Enumerable.Repeat(one, features)],
            var some when some.Length == features => some,
            var some => throw call.Node.Refuse($"{name} has {some.Length} numbers for {features} features"),
        };
    }

    private static Tensor[] LinearRegressor(Call call)
    {
        var targets = (int)call.Node.Int("targets", 1);
        return call.Node.String("post_transform", "NONE") is var post && post != "NONE"
            ? throw call.Node.Refuse($"post_transform {post} is not supported")
            : [Scores(call, targets)];
    }

    private static Tensor[] LinearClassifier(Call call)
    {
        var labels = call.LabelsOf("classlabels_ints", "classlabels_strings") ?? throw call.Node.Refuse("has no labels");
        var scores = Scores(call, call.Node.Floats("intercepts")?.Length ?? labels.Length);
        var post = call.Node.String("post_transform", "NONE");
        var probabilities = post switch
        {
            "NONE" => scores,
            "SOFTMAX" => Classes.Softmax(call, scores, Activation.Softmax, [scores.Rank - 1]),
            "LOGISTIC" => Logistic(call, scores),
            _ => throw call.Node.Refuse($"post_transform {post} is not supported"),
        };
        if (scores.Shape[^1] != labels.Length)
        {
            throw call.Node.Refuse($"has {scores.Shape[^1]} scores for {labels.Length} labels");
        }

        return [Labels(call, scores, labels), probabilities];
    }

    /// <summary>Logistic probabilities; of two opposite scores the first is 1 minus the second.</summary>
    private static Tensor Logistic(Call call, Tensor scores)
    {
        var sigmoid = call.Map(
            scores, static z =>
                ReferenceEvaluator.Activate(Activation.Sigmoid, z), z => call.Symbols.Activated(call.Node, Activation.Sigmoid, z));
        if (
            scores.Scalars is not [LinearScalar first, LinearScalar second]
                || first.Constant != -second.Constant
                || first.Terms.Length != second.Terms.Length
            || !first.Terms.Zip(second.Terms).All(
                static pair => pair.First.Source == pair.Second.Source && pair.First.Weight == -pair.Second.Weight))
        {
            return sigmoid;
        }

        var probability = sigmoid.Scalars![1];
        return Tensor.OfScalars(
            scores.Type, scores.Shape, [call.Symbols.Scaled(call.Node, probability, -1, 1), probability], scores.BatchAxis);
    }

    /// <summary>Divides by the sum of absolute values, which of probabilities is 1.</summary>
    private static Tensor[] Normalizer(Call call)
    {
        var x = call.Input(0);
        var width = Features(call, x);
        var norm = call.Node.String("norm", "MAX");
        if (norm == "L1" && x.Numbers is { } numbers)
        {
            return [
                Tensor.OfNumbers(
                    x.Type, x.Shape, [.. numbers.Select((value, i) => value / numbers.Skip(i / width * width).Take(width).Sum(Math.Abs))],
                    x.BatchAxis)];
        }

        var sumIs1 = norm == "L1" && x.Scalars is { Length: > 0 } scalars && (IsWholeSoftmax(scalars) || IsComplement(scalars));
        return sumIs1 ? [x] : throw call.Node.Refuse($"norm {norm} divides by what depends on the inputs");
    }

    private static bool IsWholeSoftmax(Scalar[] scalars) =>
        scalars[0] is SoftmaxScalar { Group: var group } && group.Activation == Activation.Softmax
        && scalars.Length == group.Logits.Length && scalars.All(scalar => scalar is SoftmaxScalar member && member.Group == group);

    private static bool IsComplement(Scalar[] scalars) =>
        scalars is [LinearScalar { Constant: 1, Terms: [{ Weight: -1, Source: var source }] }, ActivatedScalar probability]
        && source == probability && probability.Activation == Activation.Sigmoid;

    private static Tensor[] ArrayFeatureExtractor(Call call)
    {
        var (x, chosen) = (call.Input(0), call.Input(1));
        if (chosen.Scalars is not null)
        {
            // A list of labels, of which each class takes one: [1, classes].
            var labels = Classes.Labelled(call, x, chosen);
            return [labels.Rank == 1 ? Movement.Insert(labels, [0]) : labels];
        }

        var axis = x.Rank - 1;
        call.MustNotBeBatch(x, axis, "takes features along");
        return [Selection.Take(call, x, axis, [.. call.Ints(1, "the places")!.Select(place => call.Axis(place, x.Shape[axis]))])];
    }

    private static Tensor Scores(Call call, int count)
    {
        var x = AsFloat(call.Input(0));
        var features = Features(call, x);
        var coefficients = call.Node.Floats("coefficients") ?? throw call.Node.Refuse("has no coefficients");
        var intercepts = call.Node.Floats("intercepts") ?? new float[count];
        if (count < 1 || coefficients.Length != (long)count * features || intercepts.Length != count)
        {
            throw call.Node.Refuse(
                $"{coefficients.Length} coefficients and {intercepts.Length} intercepts do not fit {features} features and {count} scores");
        }

        var rows = x.Count / features;
        var sums = new Sums(call, x, rows * count);
        for (var row = 0; row < rows; row++)
        {
            for (var score = 0; score < count; score++)
            {
                for (var feature = 0; feature < features; feature++)
                {
                    sums.Add((row * features) + feature, coefficients[(score * features) + feature]);
                }

                sums.End(intercepts[score]);
            }
        }

        return sums.ToTensor([.. x.Rank == 1 ? [1] : x.Shape[..^1], count], x.BatchAxis);
    }

    private static int Features(Call call, Tensor x)
    {
        call.MustNotBeBatch(x, x.Rank - 1, "takes features along");
        return x.Rank > 0 && x.Shape[^1] > 0 ? x.Shape[^1] : throw call.Node.Refuse("has no features");
    }

    /// <summary>The label of the largest score of each row.</summary>
    private static Tensor Labels(Call call, Tensor scores, string[] labels)
    {
        var rows = Classes.GroupsAlong(scores, [scores.Rank - 1]);
        return scores.Scalars is { } scalars
            ? Tensor.OfScalars(
                DataType.Int64,
                scores.Shape[..^1],
                Array.ConvertAll(rows, row => call.Symbols.Class(call.Node, Array.ConvertAll(row, place => scalars[place]), labels)),
                scores.BatchAxis)
            : Tensor.OfNumbers(
                DataType.Int64,
                scores.Shape[..^1],
                Array.ConvertAll(
                    rows, row => (double)row.Select((place, i) => (i, scores.Numbers![place])).MaxBy(static pair => pair.Item2).i),
                scores.BatchAxis);
    }
}
