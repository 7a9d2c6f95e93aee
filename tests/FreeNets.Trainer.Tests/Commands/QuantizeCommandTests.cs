using FreeNets.Model;
using FreeNets.Trainer.Commands;

namespace FreeNets.Trainer.Tests.Commands;

public sealed class QuantizeCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("freenets-quantize-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private string Model => Path.Combine(_folder, "model.fnet");

    private string Written => Path.Combine(_folder, "model.int8.fnet");

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task It_writes_a_calibrated_model_and_says_what_it_costs()
    {
        Assert.Equal(0, await FreeNetsCommand.InvokeAsync(["train", "-k", "12", "--epochs", "1", "-o", Model], _output, _error));
        Assert.Equal(0, await FreeNetsCommand.InvokeAsync(["quantize", Model], _output, _error));
        Assert.Contains("int8, calibrated", _output.ToString(), StringComparison.Ordinal);

        var (before, after) = (FnetFile.Load(Model), FnetFile.Load(Written));
        Assert.InRange(after.Provenance.TestAccuracy!.Value, before.Provenance.TestAccuracy!.Value - 0.01, 1);
        Assert.Equal(before.Edges, after.Edges);
        Assert.NotEqual(before.Encoder, after.Encoder);
        var logits = ReferenceEvaluator.Evaluate(after, after.Checks.Inputs.Take(after.Inputs).ToArray());
        Assert.Equal(logits.Select(static logit => (float)logit), after.Checks.Logits.Take(after.Outputs));
    }

    [Fact]
    public async Task Precisions_that_need_no_calibration_are_measured_and_nothing_is_written()
    {
        FnetFile.Save(Net(784, InputType.UInt8), Model);
        Assert.Equal(0, await FreeNetsCommand.InvokeAsync(["quantize", Model, "--precision", "bfloat16"], _output, _error));
        Assert.Contains("bfloat16, rounded", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal([Model], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData(784, InputType.Float32, 2, "domain.type")]
    [InlineData(5, InputType.UInt8, 2, "the model has 5 inputs and 10 outputs, digits 784 and 10")]
    [InlineData(0, InputType.UInt8, 2, "model.fnet: cannot be read")]
    public async Task A_model_that_does_not_fit_is_one_line_and_nothing_is_written(int inputs, InputType type, int code, string message)
    {
        if (inputs > 0)
        {
            FnetFile.Save(Net(inputs, type), Model);
        }

        Assert.Equal(code, await FreeNetsCommand.InvokeAsync(["quantize", Model], _output, _error));
        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
        Assert.Single(_error.ToString().TrimEnd().Split('\n'));
        Assert.False(File.Exists(Written));
    }

    [Fact]
    public async Task The_model_itself_is_not_overwritten_by_whatever_name()
    {
        FnetFile.Save(Net(784, InputType.UInt8), Model);
        var before = await File.ReadAllBytesAsync(Model);
        var link = Path.Combine(_folder, "link.fnet");
        File.CreateSymbolicLink(link, Model);

        Assert.Equal(2, await FreeNetsCommand.InvokeAsync(["quantize", Model, "-o", link], _output, _error));

        Assert.Contains("is the model itself, whose float32 weights would be lost", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Model));
    }

    [Theory]
    [InlineData("int8")]
    [InlineData("bfloat16")]
    public async Task A_model_that_the_trainer_cannot_compute_is_one_line_and_nothing_is_written(string precision)
    {
        FnetFile.Save(Net(784, InputType.UInt8) with { Activation = Activation.Tanh }, Model);

        Assert.Equal(2, await FreeNetsCommand.InvokeAsync(["quantize", Model, "--precision", precision], _output, _error));
        Assert.StartsWith(
            $"freenets: {Model}: such a network cannot be trained or measured; ", _error.ToString(), StringComparison.Ordinal);
        Assert.Single(_error.ToString().TrimEnd().Split('\n'));
        Assert.Equal([Model], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_finished_model_outlives_its_folder()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "out")).FullName;
        var asked = Path.Combine(folder, "model.fnet");
        FnetFile.Save(Net(784, InputType.UInt8), Model);
        using var output = new ActsAt("int8, calibrated", () => Directory.Delete(folder));

        Assert.Equal(3, await FreeNetsCommand.InvokeAsync(["quantize", Model, "-o", asked], output, _error));

        const string Told = "The model is in ";
        var line = _error.ToString().TrimEnd();
        var second = line[(line.IndexOf(Told, StringComparison.Ordinal) + Told.Length)..].TrimEnd('.');
        Assert.StartsWith($"freenets: {asked}: cannot be written. ", line, StringComparison.Ordinal);
        Assert.Equal(784, FnetFile.Load(second).Inputs);
        Assert.Contains($"wrote {second}; ", output.ToString(), StringComparison.Ordinal);
        File.Delete(second);
    }

    private static FreeNet Net(int inputs, InputType type) => new()
    {
        Name = "net",
        Inputs = inputs,
        Neurons = 1,
        Outputs = 10,
        Activation = Activation.Relu,
        Domain = InputDomain.Bytes with { Type = type },
        Encoder = SparseMatrix.Of(1, inputs, []),
        EncoderBias = new float[1],
        Edges = SparseMatrix.Of(1, 1, []),
        Decoder = SparseMatrix.Of(10, 1, []),
        DecoderBias = new float[10],
    };
}
