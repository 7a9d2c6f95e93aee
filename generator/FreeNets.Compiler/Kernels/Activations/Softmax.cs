using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Activations;

/// <summary>
/// Softmax or its logarithm of a group of logits in place. Exponentials are summed in ascending order, so that one sample and a lane of
/// a block give the same bits.
/// </summary>
/// <param name="Stage">The stage.</param>
/// <param name="Shape">The vectors: with one lane per sample; of one sample, four equal lanes.</param>
/// <param name="Lanes">Lanes of a logit: 1, or one per sample.</param>
internal sealed record Softmax(SoftmaxStage Stage, VectorShape Shape, int Lanes) : Kernel(Shape)
{
    public static Kernel? Plan(KernelRequest request) => request switch
    {
        { Stage: SoftmaxStage stage, Workload: Workload.Block } => new Softmax(stage, request.Shape, request.Shape.Lanes),
        { Stage: SoftmaxStage stage, Workload: Workload.OneSample } => new Softmax(stage, request.Shape.One, 1),
        _ => null,
    };

    public override string Name => Stage.IsLogarithm ? "logarithm of softmax, in place" : "softmax, in place";

    public override string Because => "the outputs are a group";

    public override IReadOnlyList<Layout> Layouts => [];

    public override StageCost Cost => new(Stage.Name, Shape.Lanes, 0, 0, 0);

    private LaneText Text => new(Shape);

    private string MethodName => (Stage.IsLogarithm ? "LogSoftmax" : "Softmax") + (Lanes == 1 ? "One" : "");

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        var functions = new FunctionText(code, Shape);
        functions.WriteExp();
        if (Stage.IsLogarithm)
        {
            functions.WriteLog();
        }

        code.Once(MethodName, () =>
        {
            code.Line($"// {(Stage.IsLogarithm ? "Logarithms of probabilities" : "Probabilities")} take the place of count "
                + $"logits{(Lanes == 1 ? "" : ", one lane per sample")}.");
            code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
            code.Block($"private static void {MethodName}(ref float z, nint count)", () => WriteBody(code));
            code.Line();
        });
        return [$"{MethodName}(ref {CSharpText.At("z", (long)Stage.Logits.First * Lanes)}, {Stage.Logits.Count});"];
    }

    private void WriteBody(CodeWriter code)
    {
        code.Line($"var largest = {Load("0")};");
        code.Block("for (nint i = 1; i < count; i++)", () =>
        {
            code.Line($"var z1 = {Load("i")};");
            code.Line($"largest = {Text.IfLess("largest", "z1", "z1", "largest")};");
        });
        code.Line();
        code.Line($"var sum = {Text.Number(0)};");
        code.Block("for (nint i = 0; i < count; i++)", () =>
        {
            code.Line($"var {(Stage.IsLogarithm ? "shifted" : "e")} = "
                + $"{(Stage.IsLogarithm ? $"{Load("i")} - largest" : $"Exp({Load("i")} - largest)")};");
            code.Line($"sum += {(Stage.IsLogarithm ? "Exp(shifted)" : "e")};");
            WriteStore(code, Stage.IsLogarithm ? "shifted" : "e");
        });
        code.Line();
        code.Line($"var {(Stage.IsLogarithm ? "log = Log(sum)" : $"share = {Text.Number(1)} / sum")};");
        code.Block(
            "for (nint i = 0; i < count; i++)", () => WriteStore(code, Stage.IsLogarithm ? $"{Load("i")} - log" : $"{Load("i")} * share"));
    }

    private bool IsFloat => Shape == VectorShape.Scalar;

    private string Place(string index) => Lanes == 1
        ? $"Compiler::Unsafe.Add(ref z, {index})"
        : $"Compiler::Unsafe.Add(ref z, {(index == "0" ? "0" : $"{index} * {Lanes}")})";

    private string Load(string index) => IsFloat ? Place(index)
        : Lanes == 1 ? Text.All(Place(index))
        : new VectorText(Shape).Load(Place(index), 0);

    private void WriteStore(CodeWriter code, string value) => code.Line(IsFloat ? $"{Place("i")} = {value};"
        : Lanes == 1 ? $"{Place("i")} = Simd::Vector128.ToScalar({value});"
        : $"{new VectorText(Shape).Store(value, Place("i"), 0)};");
}
