using FreeNets.Import.Onnx;

namespace FreeNets.Import.Tests.RandomGraphs;

/// <summary>A random graph, with what it computes written down a second time, in float64 and without the importer.</summary>
internal sealed class RandomGraph
{
    private const int Inputs = 6;

    private readonly Random _random;
    private readonly GraphWriter _writer = new();
    private readonly List<Flow> _flows = [];

    public RandomGraph(int seed, int steps)
    {
        _random = new Random(seed);
        _flows.Add(
            new Flow(
                _writer.Input("x", _random.Next(2), Inputs), [Inputs], static input => [.. input.Select(static value => (double)value)]));
        for (var i = 0; i < steps; i++)
        {
            Step();
        }

        var last = Dense(Flat(_flows[^1]), 1 + _random.Next(5));
        Outputs.Add(_random.Next(3) switch
        {
            0 => last,
            1 => Softmax(last, "Softmax", static (z, sum) => Math.Exp(z) / sum),
            _ => Softmax(last, "LogSoftmax", static (z, sum) => z - Math.Log(sum)),
        });
        if (_random.Next(3) == 0)
        {
            Outputs.Add(_flows[_random.Next(_flows.Count)]);
        }

        Outputs.ForEach(output => _writer.Output(output.Name));
        Shuffle();
    }

    public ModelProto Model => _writer.Model;

    public List<Flow> Outputs { get; } = [];

    public static float[] Draw(Random random) => [.. Enumerable.Range(0, Inputs).Select(_ => (float)((4 * random.NextDouble()) - 2))];

    /// <summary>Files list nodes in any order.</summary>
    private void Shuffle()
    {
        NodeProto[] nodes = [.. Model.Graph.Node];
        if (_random.Next(4) == 0)
        {
            _random.Shuffle(nodes);
        }

        Model.Graph.Node.Clear();
        Model.Graph.Node.AddRange(nodes);
    }

    private void Step()
    {
        var flow = _flows[Math.Max(0, _flows.Count - 1 - _random.Next(3))];
        _flows.Add(_random.Next(13) switch
        {
            0 or 1 or 2 => Dense(Flat(flow), 1 + _random.Next(8)),
            3 or 4 or 5 => Activate(flow),
            6 => Scale(flow),
            7 => AddUp(flow),
            8 => Join(Flat(flow)),
            9 => Take(Flat(flow)),
            10 => Turn(Flat(flow)),
            11 => Normalise(Flat(flow)),
            _ => Reduce(flow),
        });
    }

    private float Weight() => _random.Next(4) == 0 ? 0 : (float)((2 * _random.NextDouble()) - 1) / 2;

    private float[] Weights(int count) => [.. Enumerable.Range(0, count).Select(_ => Weight())];

    private Flow Flat(Flow flow) => flow.Shape.Length == 1 ? flow : new Flow(
        _random.Next(2) == 0
            ? _writer.Node("Flatten", [flow.Name])
            : _writer.Node("Reshape", [flow.Name, _writer.Constant(0, flow.Count)]), [flow.Count], flow.Compute);

    private Flow Dense(Flow flow, int units)
    {
        var (n, isTurned, isGemm) = (flow.Count, _random.Next(2) == 1, _random.Next(2) == 1);
        var (weights, bias) = (Weights(n * units), Weights(units));
        var (alpha, beta) = isGemm ? (_random.Next(2) == 0 ? 1f : 0.75f, _random.Next(2) == 0 ? 1f : 1.5f) : (1, 1);
        var matrix =
            _writer.Constant(isGemm && isTurned ? [units, n] : [n, units], isGemm && isTurned ? Turned(weights, n, units) : weights);
        var shift = _writer.Constant(_random.Next(2) == 0 ? [units] : [1, units], bias);
        var product = isGemm ? "" : _writer.Node("MatMul", [flow.Name, matrix]);
        var name = isGemm
            ? _writer.Node("Gemm", [flow.Name, matrix, shift], ("transB", isTurned ? 1 : 0), ("alpha", alpha), ("beta", beta))
            : _writer.Node("Add", isTurned ? [shift, product] : [product, shift]);
        return new Flow(name, [units], input =>
        {
            var x = flow.Compute(input);
            return [
                .. Enumerable.Range(0, units)
                .Select(u => (beta * bias[u]) + (alpha * Enumerable.Range(0, n).Sum(i => weights[(i * units) + u] * x[i])))];
        });
    }

    private static float[] Turned(float[] values, int rows, int columns) =>
        [.. Enumerable.Range(0, rows * columns).Select(i => values[(i % rows * columns) + (i / rows)])];

    private Flow Activate(Flow flow)
    {
        var (name, compute) = Functions.Pick(_random, _writer, flow.Name);
        return flow with { Name = name, Compute = input => [.. flow.Compute(input).Select(compute)] };
    }

    private Flow Scale(Flow flow)
    {
        var (isRow, factor, kind) = (flow.Shape.Length == 1 && _random.Next(2) == 0, (float)(0.5 + _random.NextDouble()), _random.Next(4));
        var values = isRow ? Array.ConvertAll(Weights(flow.Count), weight => weight + 1.25f) : [factor];
        var constant = _writer.Constant(isRow ? [flow.Count] : [], values);
        Func<double, double, double> apply = kind switch
        {
            0 => static (x, c) => x + c,
            1 => static (x, c) => x - c,
            2 => static (x, c) => x * c,
            _ => static (x, c) => x / c,
        };
        return flow with
        {
            Name = _writer.Node(new[] { "Add", "Sub", "Mul", "Div" }[kind], [flow.Name, constant]),
            Compute = input => [.. flow.Compute(input).Select((x, i) => apply(x, values[isRow ? i : 0]))],
        };
    }

    private Flow AddUp(Flow flow)
    {
        var other = _flows.LastOrDefault(other => other != flow && other.Shape.SequenceEqual(flow.Shape), flow);
        return flow with
        {
            Name = _writer.Node("Add", [flow.Name, other.Name]),
            Compute = input => [.. flow.Compute(input).Zip(other.Compute(input), static (a, b) => a + b)],
        };
    }

    private Flow Join(Flow flow)
    {
        var other = Flat(_flows[_random.Next(_flows.Count)]);
        return flow.Count + other.Count > 24 ? flow : new Flow(
            _writer.Node("Concat", [flow.Name, other.Name], ("axis", _random.Next(2) == 0 ? 1 : -1)),
            [flow.Count + other.Count],
            input => [.. flow.Compute(input), .. other.Compute(input)]);
    }

    private Flow Take(Flow flow)
    {
        var n = flow.Count;
        if (n < 2)
        {
            return flow;
        }

        var cut = 1 + _random.Next(n - 1);
        switch (_random.Next(3))
        {
            case 0:
                var isSecond = _random.Next(2);
                var parts = _writer.Node("Split", [flow.Name, _writer.Constant(cut, n - cut)], 2, ("axis", -1));
                return new Flow(
                    parts[isSecond], [isSecond == 0 ? cut : n - cut], input => flow.Compute(input)[(isSecond == 0 ? ..cut : cut..)]);
            case 1:
                return new Flow(
                    _writer.Node(
                        "Slice",
                        [flow.Name, _writer.Constant(-1), _writer.Constant(long.MinValue), _writer.Constant(1), _writer.Constant(-cut)]),
                    [((n - 1) / cut) + 1],
                    input => flow.Compute(input) is var x
                        ? [.. Enumerable.Range(0, ((n - 1) / cut) + 1).Select(i => x[n - 1 - (i * cut)])]
                        : []);
            default:
                int[] places = [.. Enumerable.Range(0, 1 + _random.Next(n)).Select(_ => _random.Next(n))];
                return new Flow(
                    _writer.Node(
                        "Gather", [flow.Name, _writer.Constant([.. places.Select((place, i) => (long)(i % 2 == 0 ? place : place - n))])],
                        ("axis", 1)),
                    [places.Length],
                    input => flow.Compute(input) is var x ? [.. places.Select(place => x[place])] : []);
        }
    }

    private Flow Turn(Flow flow)
    {
        var rows = Enumerable.Range(1, flow.Count).Where(size => flow.Count % size == 0).OrderBy(_ => _random.Next()).First();
        var columns = flow.Count / rows;
        var matrix = _writer.Node("Reshape", [flow.Name, _writer.Constant(-1, rows, columns)]);
        return new Flow(_writer.Node("Transpose", [matrix], ("perm", new long[] { 0, 2, 1 })), [columns, rows], input =>
        {
            var x = flow.Compute(input);
            return [.. Enumerable.Range(0, x.Length).Select(i => x[(i % rows * columns) + (i / rows)])];
        });
    }

    private Flow Normalise(Flow flow)
    {
        var n = flow.Count;
        var (scale, shift, mean) = (Weights(n), Weights(n), Weights(n));
        var variance = Array.ConvertAll(Weights(n), static weight => 0.75f + weight);
        string[] parameters = [.. new[] { scale, shift, mean, variance }.Select(values => _writer.Constant([n], values))];
        return flow with
        {
            Name = _writer.Node("BatchNormalization", [flow.Name, .. parameters], ("epsilon", 1e-3f)),
            Compute = input =>
                [.. flow.Compute(input).Select((x, i) => ((x - mean[i]) / Math.Sqrt(variance[i] + 1e-3f) * scale[i]) + shift[i])],
        };
    }

    /// <summary>Over the last axis.</summary>
    private Flow Reduce(Flow flow)
    {
        var (size, isMean) = (flow.Shape[^1], _random.Next(2) == 0);
        var axes = isMean ? _writer.Constant(-1) : _writer.Constant(flow.Shape.Length);
        return new Flow(_writer.Node(isMean ? "ReduceMean" : "ReduceMax", [flow.Name, axes]), [.. flow.Shape[..^1], 1], input =>
            [.. flow.Compute(input).Chunk(size).Select(row => isMean ? row.Average() : row.Max())]);
    }

    private Flow Softmax(Flow flow, string type, Func<double, double, double> apply) => flow with
    {
        Name = _writer.Node(type, [flow.Name], ("axis", _random.Next(2) == 0 ? 1 : -1)),
        Compute = input => flow.Compute(input) is var z && z.Sum(Math.Exp) is var sum ? [.. z.Select(value => apply(value, sum))] : [],
    };
}

/// <summary>A tensor of a graph: its name, the sizes of one sample, and what it is for an input.</summary>
internal sealed record Flow(string Name, int[] Shape, Func<float[], double[]> Compute)
{
    public int Count => Shape.Aggregate(1, static (product, size) => product * size);
}
