using FreeNets.Compiler.Machines;

namespace FreeNets.Compiler.Text;

/// <summary>How a family spells what functions of one value are made of, in all lanes of a vector or for a single float.</summary>
internal sealed class LaneText
{
    private readonly VectorText? _vector;

    public LaneText(VectorShape shape) => _vector = shape == VectorShape.Scalar ? null : new VectorText(shape);

    /// <summary>The type of a value, such as <c>Simd::Vector512&lt;float&gt;</c>.</summary>
    public string Type => _vector?.Type ?? "float";

    /// <summary>A number in all lanes.</summary>
    public string Number(float value) => All(CSharpText.Float(value));

    /// <summary>A float in all lanes.</summary>
    public string All(string value) => _vector?.Broadcast(value) ?? value;

    /// <summary>a × b + c, fused where the family fuses.</summary>
    public string MultiplyAdd(string a, string b, string c) => _vector?.MultiplyAdd(a, b, c) ?? $"({a} * {b}) + {c}";

    /// <summary>The value, but at least a number; NaN stays.</summary>
    public string AtLeast(string number, string value) => _vector?.Max(number, value) ?? $"System::MathF.Max({number}, {value})";

    /// <summary>The value, but at most a number; NaN stays.</summary>
    public string AtMost(string number, string value) => _vector?.Min(number, value) ?? $"System::MathF.Min({number}, {value})";

    /// <summary>The value without its sign.</summary>
    public string Magnitude(string value) => _vector is null ? $"System::MathF.Abs({value})" : $"{_vector.Static}.Abs({value})";

    /// <summary>One of two values, by whether a &lt; b.</summary>
    public string IfLess(string a, string b, string yes, string no) => _vector is null
        ? $"({a} < {b} ? {yes} : {no})"
        : $"{_vector.Static}.ConditionalSelect({_vector.Static}.LessThan({a}, {b}), {yes}, {no})";

    /// <summary>A value, but NaN where another is NaN.</summary>
    public string UnlessNaN(string other, string value) => _vector is null
        ? $"(float.IsNaN({other}) ? {other} : {value})"
        : $"{_vector.Static}.ConditionalSelect({_vector.Static}.Equals({other}, {other}), {value}, {other})";

    /// <summary>The bits of a value, as an int a lane.</summary>
    public string Bits(string value) =>
        _vector is null ? $"System::BitConverter.SingleToInt32Bits({value})" : $"{_vector.Static}.AsInt32({value})";

    /// <summary>The value of bits.</summary>
    public string Value(string bits) =>
        _vector is null ? $"System::BitConverter.Int32BitsToSingle({bits})" : $"{_vector.Static}.AsSingle({bits})";

    /// <summary>An int in all lanes.</summary>
    public string Integer(int value) => _vector?.Broadcast(CSharpText.Integer(value)) ?? CSharpText.Integer(value);

    /// <summary>Ints as floats.</summary>
    public string Float(string integers) => _vector is null ? $"(float){integers}" : $"{_vector.Static}.ConvertToSingle({integers})";

    /// <summary>Bits moved up by a number of places.</summary>
    public string ShiftLeft(string bits, int places) =>
        _vector is null ? $"({bits} << {places})" : $"{_vector.Static}.ShiftLeft({bits}, {places})";

    /// <summary>Bits moved down by a number of places; the sign comes in from above.</summary>
    public string ShiftRight(string bits, int places) => _vector is null
        ? $"({bits} >> {places})"
        : $"{_vector.Static}.ShiftRightArithmetic({bits}, {places})";

    /// <summary>One of two values, by the lowest bit of an int.</summary>
    public string IfOdd(string bits, string yes, string no) => _vector is null
        ? $"(({bits} & 1) != 0 ? {yes} : {no})"
        : $"{_vector.Static}.ConditionalSelect({Value(ShiftRight(ShiftLeft(bits, 31), 31))}, {yes}, {no})";
}
