using System.Runtime.Intrinsics.X86;
using FreeNets.Compiler.Kernels.Activations;
using FreeNets.Model;
using FreeNets.Tests;
using Xunit.Abstractions;

namespace FreeNets.Compiler.Tests;

/// <summary>
/// How far each activation in generated code is from its exact value, in units in the last place: over every 4,099th float32, or over all
/// of them where FREENETS_EVERY_FLOAT is set (an hour).
/// </summary>
public class ActivationErrorTests(ITestOutputHelper output)
{
    private const int Block = 4096;

    private static readonly ulong s_stride = Environment.GetEnvironmentVariable("FREENETS_EVERY_FLOAT") is null ? 4_099u : 1;

    public static TheoryData<int> Curved =>
        [.. Enumerable.Range(0, EveryActivation.All.Count).Where(static i => FunctionError.Ulp(EveryActivation.All[i]) > 1)];

    [Theory]
    [MemberData(nameof(Curved))]
    public void Errors_are_at_most_what_the_generated_documentation_says(int place)
    {
        var activation = EveryActivation.All[place];
        var (model, worst, at) = (GeneratedModel.Of(Alone(activation)), 0.0, 0f);
        foreach (var inputs in Blocks())
        {
            var values = new float[inputs.Length];
            model.PredictFloatBatch(inputs, values);
            for (var i = 0; i < inputs.Length; i++)
            {
                var exact = ReferenceEvaluator.Activate(activation, inputs[i]);
                var error = ErrorOf(activation, inputs[i], values[i], exact);
                (worst, at) = error > worst ? (error, inputs[i]) : (worst, at);
            }
        }

        output.WriteLine(FormattableString.Invariant($"{activation}: {worst:0.00} ULP at {at:R}"));
        Assert.True(worst <= FunctionError.Ulp(activation), FormattableString.Invariant($"{activation}: {worst:0.00} ULP at {at:R}"));
    }

    [SkippableTheory]
    [MemberData(nameof(Curved))]
    public void Families_give_the_same_bits_alone_and_in_blocks(int place)
    {
        Need.Of(Requirement.Avx512, Avx512F.IsSupported, "This machine has no AVX-512.");
        var model = GeneratedModel.Of(Alone(EveryActivation.All[place]));
        var inputs = Blocks().Where(static (_, i) => i % 16 == 0).SelectMany(static block => block).Where(float.IsFinite).ToArray();
        inputs = inputs[..(inputs.Length / 32 * 32)];
        var expected = Run("Avx512");
        Assert.Equal(expected, Run("Avx2"));
        Assert.Equal(expected, Run("Vector128"));
        var alone = new float[1];
        for (var i = 0; i < inputs.Length; i += 7)
        {
            model.PredictFloats(inputs.AsSpan(i, 1), alone);
            Assert.Equal(expected[i], alone[0]);
        }

        float[] Run(string isa)
        {
            var values = new float[inputs.Length];
            Assert.Equal(inputs.Length, model.RunBlocks<float>(isa)(ref inputs[0], ref values[0], inputs.Length));
            return values;
        }
    }

    /// <summary>σ between two weights of 1.</summary>
    private static FreeNet Alone(Activation activation) => new()
    {
        Name = "alone",
        Inputs = 1,
        Neurons = 1,
        Outputs = 1,
        Activation = activation,
        Domain = new InputDomain { Type = InputType.Float32 },
        Encoder = new DenseMatrix(1, 1, new[] { 1f }),
        EncoderBias = new[] { 0f },
        Edges = SparseMatrix.Of(1, 1, []),
        Decoder = new DenseMatrix(1, 1, new[] { 1f }),
        DecoderBias = new[] { 0f },
    };

    private static IEnumerable<float[]> Blocks()
    {
        var block = new List<float>();
        for (ulong bits = 0; bits <= uint.MaxValue; bits += s_stride)
        {
            block.Add(BitConverter.UInt32BitsToSingle((uint)bits));
            if (block.Count == Block)
            {
                yield return [.. block];
                block.Clear();
            }
        }
    }

    private static double ErrorOf(Activation activation, float z, float value, double exact)
    {
        if (double.IsNaN(exact) || Math.Abs(exact) > float.MaxValue)
        {
            return float.IsFinite(value) ? double.PositiveInfinity : 0;
        }

        // Near its zeros a sine has no digits that its argument had not; past 100,000 it is any value from -1 to 1.
        var isSine = activation.Function is ActivationFunction.Sine or ActivationFunction.Cosine;
        return isSine
            && MathF.Abs(activation.Alpha * z) > 1e5f ? (
                Math.Abs(value) <= 1 || float.IsInfinity(activation.Alpha * z) ? 0 : double.PositiveInfinity)
            : Math.Abs(value - exact) is var error && double.IsNaN(error) ? double.PositiveInfinity
            : error / (isSine ? Math.ScaleB(1, -24) : Ulp(exact));
    }

    private static double Ulp(double exact)
    {
        var nearest = Math.Max(Math.Abs((float)exact), 1e-35f);
        return nearest == float.MaxValue ? Math.ScaleB(1, 104) : (double)MathF.BitIncrement(nearest) - nearest;
    }
}
