using FreeNets.Model;

namespace FreeNets.Import.Tests;

/// <summary>Formats that are no ONNX, on files written here.</summary>
public sealed class FormatsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("freenets-formats-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// Neuron 4 is read by output 3 alone and reached by nothing: it gives 0; output 2 is reached by nothing, and is f(0).
    /// </summary>
    [Theory]
    [InlineData("2 2\n\nacyclic\n\n0 3 0.5\n4 3 7\n1\t3\t-2\n\n0 Logistic\n", new[] { 1, 0.25 }, new[] { 0.5, 0.5 })]
    [InlineData("# comment\n2 2\n\nacyclic\n\n\n0 Logistic\n", new[] { 1, 0.25 }, new[] { 0.0, 0 })]
    [InlineData("2 1\n\nacyclic\n\n0 5 1\n5 2 2\n0 2 1\n0 2 1\n\n0 ReLU\n1 TanH\n", new[] { 3.0, 1 }, new[] { 12.0 })]
    [InlineData("1 1\n\nacyclic\n\n0 1 1\n\n0 SReLU\n", new[] { 2.0 }, new[] { 0.99901001 })]
    [InlineData("1 1\n\nacyclic\n\n0 1 1\n\n0 SoftSignSteep\n", new[] { 0.3 }, new[] { 0.8 })]
    public void A_graph_of_SharpNEAT_is_evaluated_as_SharpNEAT_does(string text, double[] input, double[] expected)
    {
        var network = Read("x.net", text);
        var computed = ReferenceEvaluator.Outputs(network.Net, Array.ConvertAll(input, static value => (float)value));
        Assert.Equal(expected, computed, static (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData("x.net", "2 1\n\ncyclic 3\n\n0 2 1\n\n0 ReLU\n", "is a cyclic network (3 cycles an activation)")]
    [InlineData("x.net", "2 1\n\nacyclic\n\n0 3 1\n3 4 1\n4 3 1\n3 2 1\n\n0 ReLU\n", "has a cycle through node")]
    [InlineData("x.net", "2 1\n\nacyclic\n\n0 1 1\n\n0 ReLU\n", "line 5: connects to input 1")]
    [InlineData("x.net", "2 1\n\nacyclic\n\n0 2 1\n\n0 ArcTan\n", "line 7: the function 'ArcTan' is not supported")]
    [InlineData("x.net", "\n2 1\n", "starts with no line of two numbers")]
    [InlineData("x.out", "0,0,1,1\n0,0,1,1\n0,1,0,1\n", "which do not fit 1 outputs")]
    [InlineData("x.out", "0,0,1,1\n0,0,1,1\n0,0,1,1\n", "leads to node 2")]
    [InlineData("x.out", "0,0,1,1\n0,0,1,1\n0,0,0,12\n", "node 2 has activation 12")]
    [InlineData("x.nnet", "1,2,1,2,\n2,1\n0\n0\n0\n0\n0\n1,2,3\n0\n", "a row of layer 1 has 3 weights for 2 sources")]
    [InlineData("x.nnet", "1,2,1,2,\n2,1\n0\n0\n0\n0\n0\n1,2\n", "ends before biases of layer 1")]
    [InlineData("x.h5", "", "is of no kind that is read")]
    public void A_file_that_is_none_is_refused(string name, string text, string message) =>
        Assert.Contains(message, Assert.Throws<ImportException>(() => Read(name, text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(9, 2)]
    [InlineData(11, 4)]
    [InlineData(7, -2)]
    [InlineData(10, 1)]
    public void A_weight_agnostic_network_has_the_activations_of_its_own(int activation, double expected)
    {
        // Bias, one input, one output: f(w · x) with w such that the sum is 2, or 0.5 for the identity.
        var network = Read("x.out", $"0,0,nan,1\n0,0,{(activation == 1 ? "5.00e-01" : "2.00e+00")},1\n0,0,0,{activation}\n");
        Assert.Equal(expected, ReferenceEvaluator.Outputs(network.Net, [1])[0], 1e-6);
    }

    /// <summary>x' = (clamp(x) − mean) / range, one layer, y = y' · range + mean.</summary>
    [Theory]
    [InlineData(false, 10, ((4.0 - 1) / 2 * 3) + 0.5)]
    [InlineData(true, 10, 30.5)]
    public void A_file_of_collision_avoidance_has_limits_and_scaling_unless_it_is_raw(bool isRaw, float input, double expected)
    {
        const string Text = "// comment\n1,1,1,1,\n1,1,\n0,\n-4,\n4,\n1,7,\n2,10,\n3,\n0.5,\n";
        File.WriteAllText(Path.Combine(_folder, "x.nnet"), Text);
        var network = NetworkFile.Read(Path.Combine(_folder, "x.nnet"), new ImportOptions { IsRaw = isRaw });
        Assert.Equal(isRaw ? expected : (expected * 10) + 7, ReferenceEvaluator.Outputs(network.Net, [input])[0], 1e-4);
    }

    private ImportedNetwork Read(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return NetworkFile.Read(path);
    }
}
