using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;
using FreeNets.Model;

namespace FreeNets.Compiler.Kernels.Activations;

/// <summary>h = σ(z) of neighbouring rows in place, of one sample or with one lane per sample: the same loop over floats.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Shape">The vectors.</param>
/// <param name="Lanes">Lanes of a neuron: 1, or one per sample.</param>
internal sealed record Activate(ActivateStage Stage, VectorShape Shape, int Lanes) : Kernel(Shape)
{
    public static Kernel? Plan(KernelRequest request) =>
        request is { Stage: ActivateStage stage, Workload: Workload.OneSample or Workload.Block }
        ? new Activate(stage, request.Shape, request.Workload == Workload.Block ? request.Shape.Lanes : 1)
        : null;

    public override string Name => "in place";

    public override string Because => "no edge joins these rows";

    public override IReadOnlyList<Layout> Layouts => [];

    public override StageCost Cost => new(Stage.Name, Shape.Lanes, 0, 0, 0);

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        var method = $"Activate{Suffix}";
        new Sigma(Shape).Declare(code, Sigmas);
        if (!IsPlain && Shape != VectorShape.Scalar)
        {
            new Sigma(Shape.One).Declare(code, Sigmas);
        }

        code.Once(method, () =>
        {
            code.Line($"// h takes the place of z, in count floats{(IsPlain ? "" : $": {Stage.Activation}")}.");
            code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
            code.Block($"private static void {method}(ref float z, nint count)", () =>
            {
                code.Line("nint i = 0;");
                if (Shape != VectorShape.Scalar)
                {
                    WriteVectors(code);
                }

                code.Block("for (; i < count; i++)", () => WriteOne(code));
            });
            code.Line();
        });
        return [$"{method}(ref {CSharpText.At("z", (long)Stage.Neurons.First * Lanes)}, {Stage.Neurons.Count * Lanes});"];
    }

    /// <summary>Whether a float alone and a lane of a vector go through the same operations, whatever the family.</summary>
    private bool IsPlain => Stage.Activation == Activation.Relu || Stage.Activation == Activation.SquaredRelu;

    private NeuronActivations Sigmas => new(Stage.Activation, default);

    /// <summary>What tells its method from those of other activations: the function, and the bits of its parameters.</summary>
    private string Suffix => Stage.Activation is var activation && activation == Activation.Relu ? ""
        : string.Concat(ConstantText.Bits(new[] { activation.Alpha, activation.Beta }).Take(activation.ParameterCount)
            .Select(static parameter => CSharpText.Bits(parameter).Replace("0x", "_"))
            .Prepend($"As{activation.Function}"));

    private void WriteOne(CodeWriter code)
    {
        const string Place = "Compiler::Unsafe.Add(ref z, i)";
        if (IsPlain || Shape == VectorShape.Scalar)
        {
            new Sigma(VectorShape.Scalar).Assign(code, "var h", Stage.Activation, Place);
            code.Line($"{Place} = h;");
        }
        else
        {
            // In a vector, so that it is fused as in the others.
            new Sigma(Shape.One).Assign(code, "var h", Stage.Activation, $"Simd::Vector128.CreateScalarUnsafe({Place})");
            code.Line($"{Place} = Simd::Vector128.ToScalar(h);");
        }
    }

    private void WriteVectors(CodeWriter code)
    {
        var vector = new VectorText(Shape);
        code.Block($"for (; i <= count - {Shape.Lanes}; i += {Shape.Lanes})", () =>
        {
            new Sigma(Shape).Assign(code, "var h", Stage.Activation, vector.Load("Compiler::Unsafe.Add(ref z, i)", 0));
            code.Line($"{vector.Store("h", "Compiler::Unsafe.Add(ref z, i)", 0)};");
        });
        code.Line();
    }
}
