using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;
using FreeNets.Model;

namespace FreeNets.Compiler.Kernels.Activations;

/// <summary>
/// Writes each σ as a method of a family, from additions, products and bits alone: the same steps in all families, so that those with FMA
/// give the same bits. NaN gives NaN.
/// </summary>
internal sealed class FunctionText(CodeWriter code, VectorShape shape)
{
    private readonly LaneText _lanes = new(shape);

    /// <summary>Writes the method of a function, and those that it calls, the first time that one asks for it.</summary>
    public void Write(ActivationFunction function)
    {
        switch (function)
        {
            case ActivationFunction.LeakyRelu:
                Method(function, "alpha", $"return {_lanes.IfLess("z", _lanes.Number(0), "z * alpha", "z")};");
                break;
            case ActivationFunction.Clip:
                Method(function, "alpha, beta", $"return {_lanes.AtMost(_lanes.All("beta"), _lanes.AtLeast(_lanes.All("alpha"), "z"))};");
                break;
            case ActivationFunction.Sigmoid:
                WriteSigmoid();
                break;
            case ActivationFunction.Tanh:
                WriteExpMinus1();
                Method(function, "", $"""
                    // (e^2z - 1) / (e^2z + 1).
                    var e = ExpMinus1(z + z);
                    return e / (e + {_lanes.Number(2)});
                    """);
                break;
            case ActivationFunction.HardSigmoid:
                var line = _lanes.MultiplyAdd("z", _lanes.All("alpha"), _lanes.All("beta"));
                Method(function, "alpha, beta", $"return {_lanes.AtMost(_lanes.Number(1), _lanes.AtLeast(_lanes.Number(0), line))};");
                break;
            case ActivationFunction.HardSwish:
                Method(
                    function, "",
                    $"return z * {_lanes.AtMost(_lanes.Number(6), _lanes.AtLeast(_lanes.Number(0), $"z + {_lanes.Number(3)}"))} * "
                        + $"{_lanes.Number(1f / 6)};");
                break;
            case ActivationFunction.Silu:
                WriteSigmoid();
                Method(function, "", "return z * Sigmoid(z);");
                break;
            case ActivationFunction.Gelu:
                WriteGelu();
                break;
            case ActivationFunction.GeluTanh:
                WriteSigmoid();
                Method(function, "", $"""
                    // 1 + tanh u = 2 sigmoid(2u), without cancellation.
                    var u = {_lanes.MultiplyAdd(_lanes.Number(0.044715f), "z * z * z", "z")};
                    return z * Sigmoid(u * {_lanes.Number(1.5957691216057308f)});
                    """);
                break;
            case ActivationFunction.Elu:
                WriteExpMinus1();
                Method(function, "alpha, beta", $"return {_lanes.IfLess("z", _lanes.Number(0), "ExpMinus1(z) * alpha", "z")} * beta;");
                break;
            case ActivationFunction.Softplus:
                WriteExp();
                WriteLogOf1Plus();
                Method(function, "", $"return {_lanes.AtLeast(_lanes.Number(0), "z")} + LogOf1Plus(Exp(-{_lanes.Magnitude("z")}));");
                break;
            case ActivationFunction.Softsign:
                Method(function, "", $"return z / ({_lanes.Magnitude("z")} + {_lanes.Number(1)});");
                break;
            case ActivationFunction.Mish:
                WriteExp();
                Method(function, "", $"""
                    // tanh(ln(1 + e^z)) = n / (n + 2) with n = e^z (e^z + 2).
                    var e = Exp({_lanes.AtMost(_lanes.Number(20), "z")});
                    var n = e * (e + {_lanes.Number(2)});
                    return z * (n / (n + {_lanes.Number(2)}));
                    """);
                break;
            case ActivationFunction.Step:
                Method(function, "", "return "
                    + $"{_lanes.UnlessNaN("z", _lanes.IfLess(_lanes.Number(0), "z", _lanes.Number(1), _lanes.Number(0)))};");
                break;
            case ActivationFunction.Sine:
                WriteSineAt();
                Method(function, "alpha", $"return SineAt(z * alpha, {_lanes.Integer(0)});");
                break;
            case ActivationFunction.Cosine:
                WriteSineAt();
                Method(function, "alpha", $"return SineAt(z * alpha, {_lanes.Integer(1)});");
                break;
            case ActivationFunction.Gaussian:
                WriteGaussian();
                break;
            case ActivationFunction.Absolute:
                Method(function, "", $"return {_lanes.Magnitude("z")};");
                break;
        }
    }

    /// <summary>Writes e^x.</summary>
    public void WriteExp() => Once("Exp", () =>
    {
        WriteExpOfSum();
        Helper("e to the power of x.", "Exp", $"{_lanes.Type} x", $"return ExpOfSum(x, {_lanes.Number(0)});");
    });

    /// <summary>Writes ln(1 + x).</summary>
    public void WriteLogOf1Plus() => Once("LogOf1Plus", () => Helper(
        "The natural logarithm of 1 + x, for x from 0 to 1: twice the inverse hyperbolic tangent of f / (2 + f), 1 + f in [0.7, 1.42].",
        "LogOf1Plus",
        $"{_lanes.Type} x",
        $"""
        var f = {_lanes.IfLess(_lanes.Number(0.41421357f), "x", $"(x - {_lanes.Number(1)}) * 0.5f", "x")};
        var log = {_lanes.IfLess(_lanes.Number(0.41421357f), "x", _lanes.Number(0.6931472f), _lanes.Number(0))};
        var s = f / (f + {_lanes.Number(2)});
        var square = s * s;
        {Polynomial("square", 0.23584023f, 0.28537217f, 0.40000337f, 0.6666666f)}
        return log + {_lanes.MultiplyAdd("s * square", "p", "(s + s)")};
        """));

    /// <summary>Writes ln x, for x of at least 1: its exponent, and the logarithm of its mantissa.</summary>
    public void WriteLog() => Once("Log", () =>
    {
        WriteLogOf1Plus();
        Helper(
            "The natural logarithm of x, at least 1.",
            "Log",
            $"{_lanes.Type} x",
            $"""
            var n = {_lanes.ShiftRight(_lanes.Bits("x"), 23)} - {_lanes.Integer(127)};
            var mantissa = {_lanes.Value($"{_lanes.Bits("x")} - {_lanes.ShiftLeft("n", 23)}")};
            return {_lanes.UnlessNaN("x", _lanes.MultiplyAdd(_lanes.Float("n"), _lanes.Number(0.6931472f), $"LogOf1Plus(mantissa - {_lanes.Number(1)})"))};
            """);
    });

    private void WriteExpOfSum() => Once("ExpOfSum", () => Helper(
        "e to the power of high + low, where low is what rounding took from high: 2^n · e^r with |r| ≤ ln 2 / 2, and 2^n as two factors, "
            + "for subnormal results.",
        "ExpOfSum",
        $"{_lanes.Type} high, {_lanes.Type} low",
        $"""
        high = {_lanes.AtMost(_lanes.Number(89), _lanes.AtLeast(_lanes.Number(-104.5f), "high"))};
        {Reduction("high")}
        r += {_lanes.AtMost(_lanes.Number(0.1f), _lanes.AtLeast(_lanes.Number(-0.1f), "low"))};
        {ExpPolynomial}
        var n = {_lanes.Bits("t")} - {_lanes.Integer(0x4B40_0000)};
        var half = {_lanes.ShiftRight("n", 1)};
        return (e + {_lanes.Number(1)}) * {PowerOf2("half")} * {PowerOf2("(n - half)")};
        """));

    private void WriteExpMinus1() => Once("ExpMinus1", () => Helper(
        "e to the power of x, minus 1, without cancellation near 0: 2^n · (e^r - 1) + (2^n - 1). Beyond -20 it is -1; "
            + "x up to 40 is told apart.",
        "ExpMinus1",
        $"{_lanes.Type} x",
        $"""
        x = {_lanes.AtMost(_lanes.Number(40), _lanes.AtLeast(_lanes.Number(-20), "x"))};
        {Reduction("x")}
        {ExpPolynomial}
        var power = {PowerOf2($"({_lanes.Bits("t")} - {_lanes.Integer(0x4B40_0000)})")};
        return {_lanes.MultiplyAdd("power", "e", $"(power - {_lanes.Number(1)})")};
        """));

    private void WriteSigmoid()
    {
        WriteExp();
        Method(ActivationFunction.Sigmoid, "", $"""
            var e = Exp(-{_lanes.Magnitude("z")});
            return {_lanes.IfLess("z", _lanes.Number(0), "e", _lanes.Number(1))} / (e + {_lanes.Number(1)});
            """);
    }

    private void WriteGelu()
    {
        WriteExpOfSum();
        Method(ActivationFunction.Gelu, "", $"""
            // The tail of the normal distribution beyond a = |z| is exp(-a²/2) · p((a - 3) / (a + 3)) / (a + 3); times z, it is h or z - h.
            var a = {_lanes.AtMost(_lanes.Number(14.5f), _lanes.Magnitude("z"))};
            {Square("a")}
            var t = (a - {_lanes.Number(3)}) / (a + {_lanes.Number(3)});
            {Polynomial("t", 5.4454627e-05f, 0.00013125293f, -0.0002447549f, -0.0010325236f, 0.0010247844f, 0.006969302f, -0.010462521f, -0.047262687f, 0.2300177f, -0.509332f, 0.7290837f)}
            var tail = ExpOfSum(high * -0.5f, low * -0.5f) * (z * (p / (a + {_lanes.Number(3)})));
            return {_lanes.IfLess("z", _lanes.Number(0), "tail", "z - tail")};
            """);
    }

    private void WriteGaussian()
    {
        WriteExpOfSum();
        Method(ActivationFunction.Gaussian, "alpha", $"""
            var a = {_lanes.AtMost(_lanes.Number(1e18f), _lanes.Magnitude("z"))};
            {Square("a")}
            return ExpOfSum(high * -alpha, low * -alpha);
            """);
    }

    private void WriteSineAt() => Once("SineAt", () => Helper(
        "sin(x + quarters · π/2): x less the nearest multiple of π/2, in three parts. Past 100,000 the nearest may be missed, "
            + "and it is any value from -1 to 1.",
        "SineAt",
        $"{_lanes.Type} x, {_lanes.Type.Replace("float", "int")} quarters",
        $"""
        var t = {_lanes.MultiplyAdd("x", _lanes.Number(0.63661977f), _lanes.Number(12_582_912))};
        var n = t - {_lanes.Number(12_582_912)};
        var r = {_lanes.MultiplyAdd("n", _lanes.Number(-1.5703125f), "x")};
        r = {_lanes.MultiplyAdd("n", _lanes.Number(-0.00048398972f), "r")};
        r = {_lanes.MultiplyAdd("n", _lanes.Number(1.6292068e-07f), "r")};
        r = {_lanes.AtMost(_lanes.Number(0.8f), _lanes.AtLeast(_lanes.Number(-0.8f), "r"))};
        quarters += {_lanes.Bits("t")};
        var square = r * r;
        {Polynomial("square", -0.00019514957f, 0.008332158f, -0.16666655f)}
        var sine = {_lanes.MultiplyAdd("r * square", "p", "r")};
        {Polynomial("square", 2.4432782e-05f, -0.0013887313f, 0.041666646f).Replace("var p", "p")}
        var cosine = {_lanes.MultiplyAdd("square * square", "p", _lanes.MultiplyAdd("square", _lanes.Number(-0.5f), _lanes.Number(1)))};
        return {_lanes.Value($"{_lanes.Bits(_lanes.IfOdd("quarters", "cosine", "sine"))} ^ {_lanes.ShiftLeft($"(quarters & {_lanes.Integer(2)})", 30)}")};
        """));

    /// <summary>x = n · ln 2 + r, n nearest: adding 1.5 · 2²³ rounds, and leaves n in the lowest bits.</summary>
    private string Reduction(string x) => $"""
        var t = {_lanes.MultiplyAdd(x, _lanes.Number(1.442695f), _lanes.Number(12_582_912))};
        var r = {_lanes.MultiplyAdd($"(t - {_lanes.Number(12_582_912)})", _lanes.Number(-0.693359375f), x)};
        r = {_lanes.MultiplyAdd($"(t - {_lanes.Number(12_582_912)})", _lanes.Number(0.00021219444f), "r")};
        """;

    /// <summary>e = e^r − 1.</summary>
    private string ExpPolynomial => $"""
        {Polynomial("r", 0.0013814431f, 0.008368797f, 0.041668396f, 0.1666652f, 0.49999994f)}
        var e = {_lanes.MultiplyAdd("r * r", "p", "r")};
        """;

    private string PowerOf2(string n) => _lanes.Value(_lanes.ShiftLeft($"({n} + {_lanes.Integer(127)})", 23));

    /// <summary>high + low = x², high exact: the upper 12 bits of x squared.</summary>
    private string Square(string x) => $"""
        var upper = {_lanes.Value($"{_lanes.Bits(x)} & {_lanes.Integer(-4096)}")};
        var high = upper * upper;
        var low = ({x} - upper) * ({x} + upper);
        """;

    /// <summary>p = a polynomial, from the highest power down.</summary>
    private string Polynomial(string x, params float[] coefficients)
    {
        var lines = new List<string> { $"var p = {_lanes.Number(coefficients[0])};" };
        lines.AddRange(coefficients.Skip(1).Select(coefficient => $"p = {_lanes.MultiplyAdd("p", x, _lanes.Number(coefficient))};"));
        return string.Join("\n", lines);
    }

    private void Method(ActivationFunction function, string parameters, string body) => Once(function.ToString(), () => Helper(
        "",
        function.ToString(),
        string.Concat(
            $"{_lanes.Type} z",
            string.Concat(parameters.Split([", "], StringSplitOptions.RemoveEmptyEntries).Select(static name => $", float {name}"))),
        body));

    private void Once(string method, Action write) => code.Once($"{method} of {_lanes.Type}", write);

    private void Helper(string what, string name, string parameters, string body)
    {
        if (what.Length > 0)
        {
            code.Line($"// {what}");
        }

        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveInlining)]");
        code.Block($"private static {_lanes.Type} {name}({parameters})", () => code.Lines(body));
        code.Line();
    }
}
