using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using FreeNets.Model;
using FreeNets.Tests;
using FreeNets.Trainer.Commands;
using FreeNets.Trainer.Commands.Models;
using FreeNets.Trainer.Predicting;
using FreeNets.Trainer.Terminal;
using FreeNets.Trainer.Tests.Data;

namespace FreeNets.Trainer.Tests.Commands;

/// <summary>The command on a model of six bytes, three classes, one of whose labels holds what ends fields.</summary>
public sealed class PredictCommandTests : IDisposable
{
    private const int Rows = 300;

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly FreeNet _net = RandomNets.Create(seed: 1, inputs: 6, neurons: 20, outputs: 3, density: 0.4)
        with
    { Labels = new[] { "a,b", "say \"c\"", "d" } };
    private readonly float[] _inputs;

    public PredictCommandTests()
    {
        FnetFile.Save(_net, _folder["model.fnet"]);
        _inputs = RandomNets.Inputs(_net, seed: 2, Rows);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x.f32")]
    [InlineData("x.npy")]
    [InlineData("y.npy")]
    [InlineData("x.csv")]
    [InlineData("x-idx3-ubyte")]
    [InlineData("x-idx3-ubyte.gz")]
    [InlineData("-")]
    public void Every_format_gives_the_logits_of_the_reference(string name)
    {
        Assert.Equal(ExitCode.Success, Run(name, AnswerKind.Logits));

        var lines = _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Rows, lines.Length);
        for (var row = 0; row < Rows; row++)
        {
            var expected = ReferenceEvaluator.Evaluate(_net, _inputs[(row * 6)..((row + 1) * 6)]);
            var tolerance = 1e-5 * Math.Max(1, expected.Max(Math.Abs));
            Assert.Equal(
                expected, lines[row].Split(',').Select(static text => double.Parse(text, CultureInfo.InvariantCulture)),
                (a, b) => Math.Abs(a - b) <= tolerance);
        }
    }

    [Fact]
    public void Classes_have_labels_that_commas_and_quotes_do_not_cut_and_Json_has_both()
    {
        Assert.Equal(ExitCode.Success, Run("x.npy"));
        var lines = _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] fields = ["\"a,b\"", "\"say \"\"c\"\"\"", "d"];
        Assert.Equal(Enumerable.Range(0, Rows).Select(row => fields[ClassOf(row)]), lines);

        _output.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Success, Run("x.npy", json: true));
        var json = JsonDocument.Parse(_output.ToString().Split('\n')[5]).RootElement.GetProperty("classes")[0];
        Assert.Equal((ClassOf(5), _net.Labels[ClassOf(5)]), (json.GetProperty("output").GetInt32(), json.GetProperty("label").GetString()));
    }

    [Fact]
    public void Probabilities_add_up_to_one_and_go_to_a_file()
    {
        Assert.Equal(ExitCode.Success, Run("x.csv", AnswerKind.Probabilities, file: _folder["answers.csv"]));
        Assert.Equal("", _output.ToString());
        var lines = File.ReadAllLines(_folder["answers.csv"]);
        Assert.Equal(Rows, lines.Length);
        Assert.All(
            lines,
            static line => Assert.Equal(1, line.Split(',').Sum(static text => double.Parse(text, CultureInfo.InvariantCulture)), 1e-6));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(_folder["x"])!, "answers*"));
    }

    [Fact]
    public void Columns_are_found_by_name_with_categories_and_missing_values()
    {
        var columns = Enumerable.Range(0, 6).Select(static i => new InputColumn($"c{i}")).ToArray();
        columns[2] = new InputColumn("colour") { Categories = new[] { "red", "green" } };
        columns[4] = new InputColumn("age") { Missing = 30 };
        FnetFile.Save(_net with { Columns = columns }, _folder["model.fnet"]);
        File.WriteAllText(_folder["t.csv"], "age;c5;colour;other;c0;c1;c3\n;1,5;green;?;3;4;5\n");
        Assert.Equal(ExitCode.Success, Run("t.csv", AnswerKind.Logits));
        var expected = ReferenceEvaluator.Evaluate(_net, [3, 4, 1, 5, 30, 1.5f]);
        Assert.Equal(expected[0], double.Parse(_output.ToString().Split(',')[0], CultureInfo.InvariantCulture), 1e-4);

        File.WriteAllText(_folder["t.csv"], "age;c5;colour;c0;c1;c3\n1;1;red;3;4;5\n1;1;blue;3;4;5\n");
        Assert.Equal(ExitCode.Failure, Run("t.csv"));
        Assert.EndsWith(
            "t.csv, line 3, column 'colour': 'blue' is none of red, green.", _error.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,2,3,4,5,6\n1,2,3,4,5,six\n", "line 2, column '6': 'six' is not a number", ExitCode.Failure)]
    [InlineData("1,2,3,4,5,6\n1,2,,4,5,6\n", "line 2, column '3': there is no value", ExitCode.Failure)]
    [InlineData("1,2,3\n", "has 3 columns, and the model 6 inputs", ExitCode.Usage)]
    public void A_tables_fault_has_its_line_and_column(string text, string fault, int exitCode)
    {
        File.WriteAllText(_folder["t.csv"], text);
        Assert.Equal(exitCode, Run("t.csv"));
        Assert.Contains(fault, _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(exitCode == ExitCode.Failure ? 1 : 0, _output.ToString().Count('\n'));
    }

    [Theory]
    [InlineData("cut.f32", "cut.f32, row 300: ends after 23 of 24 bytes")]
    [InlineData("cut.npy", "row 300: ends after 20 of 24 bytes; its header promises 300 rows")]
    [InlineData("long.npy", "bytes follow the 300 samples")]
    [InlineData("wide.npy", "a sample has 5 values, and the model 6 inputs")]
    [InlineData("half.npy", "its values are of type '<f2'")]
    [InlineData("fortran.npy", "in Fortran's order")]
    [InlineData("none", "no such file")]
    public void A_damaged_file_is_refused_by_row(string name, string fault)
    {
        Assert.NotEqual(ExitCode.Success, Run(name, file: _folder["answers.csv"]));
        Assert.Contains(fault, _error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["answers.csv"]));
    }

    [Fact]
    public void Numbers_are_no_classes()
    {
        FnetFile.Save(_net with { OutputActivation = Activation.Tanh }, _folder["model.fnet"]);
        Assert.Equal(ExitCode.Usage, Run("x.npy", AnswerKind.Classes));
        Assert.Contains("its outputs are values of Tanh, and no classes. Use --as outputs.", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, Run("x.npy"));
        var expected = ReferenceEvaluator.Outputs(_net with { OutputActivation = Activation.Tanh }, _inputs[..6]);
        Assert.Equal(expected[1], double.Parse(_output.ToString().Split('\n')[0].Split(',')[1], CultureInfo.InvariantCulture), 1e-5);
    }

    [Fact]
    public async Task The_command_line_reaches_it()
    {
        File.WriteAllBytes(_folder["x.npy"], Bytes("x.npy"));
        Assert.Equal(
            ExitCode.Success,
            await FreeNetsCommand.InvokeAsync(["predict", _folder["model.fnet"], _folder["x.npy"], "--as", "classes"], _output, _error));
        Assert.Equal(Rows, _output.ToString().Count('\n'));
    }

    private int ClassOf(int row)
    {
        var logits = ReferenceEvaluator.Evaluate(_net, _inputs[(row * 6)..((row + 1) * 6)]);
        return Array.IndexOf(logits, logits.Max());
    }

    private int Run(string name, AnswerKind? kind = null, bool json = false, string? file = null)
    {
        if (name is not ("-" or "none") && !File.Exists(_folder[name]))
        {
            File.WriteAllBytes(_folder[name], Bytes(name));
        }

        var settings = new PredictSettings(_folder["model.fnet"], name == "-" ? name : _folder[name], kind, RowFormat.Auto, file, json);
        return PredictRun.Run(settings, () => new MemoryStream(Raw), _output, _error, default);
    }

    private byte[] Raw => MemoryMarshal.AsBytes(_inputs.AsSpan()).ToArray();

    private byte[] Pixels => Array.ConvertAll(_inputs, static value => (byte)value);

    private byte[] Bytes(string name) => name switch
    {
        "x.f32" => Raw,
        "cut.f32" => Raw[..^1],
        "x.npy" => [.. Npy("<f4", "300, 6"), .. Raw],
        "y.npy" => [.. Npy("|u1", "300, 2, 3"), .. Pixels],
        "cut.npy" => [.. Npy("<f4", "300, 6"), .. Raw[..^4]],
        "long.npy" => [.. Npy("<f4", "300, 6"), .. Raw, 0],
        "wide.npy" => [.. Npy("<f4", "360, 5"), .. Raw],
        "half.npy" => [.. Npy("<f2", "300, 6"), .. Raw],
        "fortran.npy" => [.. Npy("<f4", "300, 6", "True"), .. Raw],
        "x.csv" => Encoding.UTF8.GetBytes(
            string.Join(
                '\n',
                _inputs.Chunk(6)
                    .Select(static row => string.Join(',', row.Select(static value => value.ToString(CultureInfo.InvariantCulture)))))),
        "x-idx3-ubyte.gz" => Packed(Bytes("x-idx3-ubyte")),
        _ => [0, 0, 8, 3, .. Size(Rows), .. Size(2), .. Size(3), .. Pixels],
    };

    private static byte[] Npy(string type, string shape, string order = "False")
    {
        var text = $"{{'descr': '{type}', 'fortran_order': {order}, 'shape': ({shape}), }}";
        text = text.PadRight(64 - 10 - 1 + 64) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. Encoding.ASCII.GetBytes(text)];
    }

    private static byte[] Size(int size)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, size);
        return bytes;
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
