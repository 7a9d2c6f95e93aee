using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Generated code with an int8 encoder against the reference evaluator on the same rounded network.</summary>
public class Int8Tests
{
    private static readonly CodeChoices s_int8 = CodeChoices.Default with { Precision = Precision.Int8 };

    public static TheoryData<int, int, int, double, double> Shapes => new()
    {
        // inputs, neurons, outputs, density of inputs, density of edges
        { 1, 1, 1, 1, 0.3 },
        { 15, 17, 2, 0.5, 0.3 },
        { 17, 4, 20, 0.5, 0.3 },
        { 48, 29, 3, 1, 0.3 },
        { 784, 50, 10, 0.5, 0.3 },
        { 100, 99, 47, 1, 0.1 },
        { 33, 270, 10, 1, 0.75 }, // packed loops
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_path_agrees_with_the_reference_on_the_rounded_network(
        int inputs, int neurons, int outputs, double inputDensity, double density)
    {
        var net = RandomNets.Create(seed: neurons, inputs, neurons, outputs, density);
        net = net with { Provenance = net.Provenance with { InputDensity = inputDensity } };
        Assert.Equal(neurons > 250, Plans.RunsLoops(net, Precision.Int8));
        RoundedCode.Check(net, Precision.Int8);
    }

    [Fact]
    public void Floats_count_as_the_nearest_byte()
    {
        var net = RandomNets.Create(seed: 1, inputs: 5, neurons: 6, outputs: 3, density: 0.5);
        var model = GeneratedModel.Of(net, s_int8);
        var (bytes, floats) = (new float[3], new float[3]);
        model.PredictBytes([0, 7, 255, 0, 8], bytes);
        model.PredictFloats([-3, 7.4f, 1e9f, float.NegativeInfinity, 7.6f], floats);
        Assert.Equal(bytes, floats);
    }

    [Fact]
    public void The_largest_inputs_and_weights_do_not_saturate()
    {
        var net = RandomNets.Create(seed: 1, inputs: 64, neurons: 20, outputs: 4, density: 0.5);
        net = net with { Encoder = net.Encoder.Map(static weight => weight.Row % 2 == 0 ? 0.01f : -0.01f) };
        var model = GeneratedModel.Of(net, s_int8);
        var bytes = Enumerable.Repeat((byte)255, 64).ToArray();
        var logits = new float[4];
        model.PredictBytes(bytes, logits);
        RoundedCode.AssertClose(ReferenceEvaluator.Evaluate(net, Array.ConvertAll(bytes, static value => (float)value)), logits);
    }

    [Fact]
    public void Predictions_allocate_nothing()
    {
        var net = RandomNets.Create(seed: 9, inputs: 50, neurons: 60, outputs: 10, density: 0.2);
        var model = GeneratedModel.Of(net with { Provenance = new Provenance { InputDensity = 0.5 } }, s_int8);
        var (inputs, logits) = (new byte[37 * 50], new float[37 * 10]);
        var (one, many) = (model.PredictBytes, model.PredictByteBatch);
        Run();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run()
        {
            one(inputs.AsSpan(0, 50), logits);
            many(inputs, logits);
            model.SelfTest();
        }
    }
}
