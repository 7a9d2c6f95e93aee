using FreeNets.Compiler.Kernels.Activations;
using FreeNets.Model;

namespace FreeNets.Fuzz.Differential;

/// <summary>
/// How far float32 may be from exact arithmetic, output by output: a running error analysis through the graph for one input. A sum of n
/// terms is off by γₙ Σ|w||x|, whatever its order (Higham, 4.2), and an activation by what was measured of it. What each of these errors
/// makes of a later value is known with its sign, so that paths that cancel do: added up by size alone, errors would grow with depth past
/// all use.
/// </summary>
internal sealed class ErrorBound
{
    // Half a unit in the last place, and the smallest number that is not 0.
    private const double Unit = 1.0 / (1 << 24);
    private const double Smallest = 1.5e-45;

    // Weights, means and scales that were rounded when they were folded, and a little to spare.
    private const int Extra = 12;

    private readonly FreeNet _net;
    private readonly IReadOnlyList<float> _input;
    private readonly double[] _h;

    // What is off at a neuron itself; what h of each neuron makes of that of each before it; and both together.
    private readonly double[] _own;
    private readonly double[][] _effects;
    private readonly double[] _errors;

    private ErrorBound(FreeNet net, IReadOnlyList<float> input)
    {
        (_net, _input, _h) = (net, input, ReferenceEvaluator.Activations(net, input));
        (_own, _effects, _errors) = (new double[net.Neurons], new double[net.Neurons][], new double[net.Neurons]);
    }

    /// <summary>
    /// For each output the most that it may be off by, NaN or infinite where a sum may overflow; and whether a neuron may be infinite.
    /// </summary>
    public static (double[] Errors, bool MayOverflow) Of(FreeNet net, IReadOnlyList<float> input)
    {
        var bound = new ErrorBound(net, input);
        bound.Neurons();
        var (logits, errors) = bound.Logits();
        foreach (var group in net.OutputsInGroups())
        {
            Outputs(group, logits, errors);
        }

        return (errors, Array.Exists(bound._errors, static error => !double.IsFinite(error)));
    }

    private void Neurons()
    {
        var edges = _net.Edges.Entries().ToLookup(static edge => edge.Row);
        for (var i = 0; i < _net.Neurons; i++)
        {
            var sum = new Sum(_net.EncoderBias[i], i + 1);
            foreach (var (_, p, weight) in _net.Encoder.NonZero(i))
            {
                var (mean, scale, size) = (
                    (double)_net.Domain.Mean[p], (double)_net.Domain.Scale[p], Math.Abs(_input[p]) + Math.Abs((double)_net.Domain.Mean[p]));
                sum.Add(weight * (_input[p] - mean) * scale, Math.Abs(weight * scale) * size, size * Smallest);
            }

            Read(sum, edges[i].Select(static edge => (edge.Column, edge.Value)));
            var carried = sum.Carried(_own);
            var (slope, bent) = Bend(_net.ActivationOf(i), sum.Value, carried + sum.Own);
            _own[i] = (Math.Abs(slope) * sum.Own) + bent;
            _effects[i] = sum.Effects;
            for (var j = 0; j < i; j++)
            {
                sum.Effects[j] *= slope;
            }

            sum.Effects[i] = 1;
            _errors[i] = Math.Abs(_h[i]) > float.MaxValue / 4 ? double.PositiveInfinity : sum.Carried(_own);
        }
    }

    private (double[] Logits, double[] Errors) Logits()
    {
        var (logits, errors) = (new double[_net.Outputs], new double[_net.Outputs]);
        for (var o = 0; o < logits.Length; o++)
        {
            var sum = new Sum(_net.DecoderBias[o], _net.Neurons);
            Read(sum, _net.Decoder.NonZero(o).Select(static weight => (weight.Column, weight.Value)));
            (logits[o], errors[o]) = (sum.Value, sum.Carried(_own) + sum.Own);
        }

        return (logits, errors);
    }

    private void Read(Sum sum, IEnumerable<(int Neuron, float Weight)> sources)
    {
        foreach (var (j, weight) in sources)
        {
            sum.Add(weight * _h[j], Math.Abs(weight) * (Math.Abs(_h[j]) + _errors[j]), 0);
            var effects = _effects[j];
            for (var k = 0; k < effects.Length; k++)
            {
                sum.Effects[k] += weight * effects[k];
            }
        }
    }

    private static void Outputs(OutputGroup group, double[] logits, double[] errors)
    {
        var members = Enumerable.Range(group.First, group.Count);
        if (!group.Activation.IsOfGroup)
        {
            foreach (var o in members)
            {
                var (slope, bent) = Bend(group.Activation, logits[o], errors[o]);
                errors[o] = (Math.Abs(slope) * errors[o]) + bent;
            }

            return;
        }

        // Each exponent is off by what its logit and the largest are, and by the rounding of their difference.
        var largest = members.Max(o => logits[o]);
        var off = members.Max(o => errors[o]);
        var exponent = (2 * off) + (Unit * members.Max(o => Math.Abs(logits[o] - largest)));
        var sum = members.Sum(o => Math.Exp(logits[o] - largest));
        foreach (var o in members)
        {
            var logarithm = logits[o] - largest - Math.Log(sum);
            errors[o] = group.Activation == Activation.LogSoftmax
                ? (2 * exponent) + ((Extra + group.Count) * Unit * (2 + Math.Abs(logarithm)))
                : (Math.Exp(logarithm) * (Math.Exp(2 * exponent) - 1 + ((Extra + group.Count) * Unit))) + 1e-37;
        }
    }

    /// <summary>σ around z as a line, and how far it is off that line where z is off by so much; infinite where it may overflow.</summary>
    private static (double Slope, double Bent) Bend(Activation activation, double z, double error)
    {
        double At(double value) => ReferenceEvaluator.Activate(activation, value);
        var (value, low, high) = (At(z), At(z - error), At(z + error));
        if (!(Math.Max(Math.Abs(low), Math.Abs(high)) <= float.MaxValue / 4))
        {
            return (0, double.PositiveInfinity);
        }

        var slope = error > Smallest ? (high - low) / (2 * error) : 0;
        var bent = Math.Max(Math.Abs(high - value - (slope * error)), Math.Abs(low - value + (slope * error)));
        return (slope, bent + Rounding(activation, Math.Abs(z) + error, Math.Abs(value)));
    }

    /// <summary>How far σ itself is off. Measured where the machine has FMA; without it products are rounded once more.</summary>
    private static double Rounding(Activation activation, double z, double value)
    {
        var (alpha, beta) = (Math.Abs((double)activation.Alpha), Math.Abs((double)activation.Beta));
        return activation.Function switch
        {
            // The argument, a float32, is off by its own rounding; past 100,000 a sine is any number from −1 to 1.
            ActivationFunction.Sine or ActivationFunction.Cosine => alpha * z > 1e5
                ? 2
                : (4 * Unit * alpha * z) + (8 * FunctionError.Ulp(activation) * Unit),
            ActivationFunction.HardSigmoid => 4 * Unit * ((alpha * z) + beta + 1),
            ActivationFunction.HardSwish => 8 * Unit * z * Math.Min(2, z + 1),
            _ => (((8 * FunctionError.Ulp(activation)) + 8) * Unit * value) + 1e-33,
        };
    }

    /// <summary>A sum, the size of its terms, and what each error before it makes of it.</summary>
    private sealed class Sum(double start, int effects)
    {
        private double _size = Math.Abs(start);
        private double _lost;
        private int _terms = 1;

        public double Value { get; private set; } = start;

        public double[] Effects { get; } = new double[effects];

        /// <summary>What its own rounding makes; infinite where a partial sum may overflow.</summary>
        public double Own =>
            _size > float.MaxValue / 4 ? double.PositiveInfinity : _lost + ((_terms + Extra) * ((Unit * 1.01 * _size) + Smallest));

        /// <summary>What errors before it make.</summary>
        public double Carried(double[] own)
        {
            var carried = 0.0;
            for (var j = 0; j < Effects.Length; j++)
            {
                carried += Effects[j] == 0 ? 0 : Math.Abs(Effects[j]) * own[j];
            }

            return carried;
        }

        /// <param name="term">A term.</param>
        /// <param name="size">How large its parts may be.</param>
        /// <param name="lost">What its weight has lost when it was folded.</param>
        public void Add(double term, double size, double lost)
        {
            Value += term;
            _size += size;
            _lost += lost;
            _terms++;
        }
    }
}
