using System.Buffers.Binary;
using System.Text;
using FreeNets.Import.Tests.RandomGraphs;
using FreeNets.Model;
using FreeNets.Tests;
using Google.Protobuf;

namespace FreeNets.Fuzz.Corpus;

/// <summary>The files that mutants are made of: a few of each format, small, so that many mutants a second are tried.</summary>
internal static class SeedFiles
{
    private const int MaxBytes = 1 << 14;
    private const int RandomGraphs = 24;

    /// <summary>All of them, always in the same order.</summary>
    /// <param name="more">A folder of ONNX files to take as well; null for none.</param>
    public static Seed[] All(string? more = null) =>
        [
            .. Files(Path.Combine(AppContext.BaseDirectory, "fixtures"), "*"), .. Networks(), .. Graphs(), .. OtherFormats(),
            .. more is null ? [] : Files(more, "*.onnx"),
        ];

    private static IEnumerable<Seed> Files(string folder, string pattern) =>
        Directory.GetFiles(folder, pattern, SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(static path => new Seed(Path.GetFileName(path), File.ReadAllBytes(path)))
        .Where(static seed => seed.Bytes.Length <= MaxBytes);

    /// <summary>Files of version 2 with every member that there is.</summary>
    private static IEnumerable<Seed> Networks()
    {
        var domain = new InputDomain
        {
            Type = InputType.Float32,
            Minimum = new PerInput(new[] { -1f, float.NegativeInfinity, 0 }),
            Mean = new PerInput(new[] { 0.5f, 0, 1 }),
            Scale = 2,
        };
        var layered = RandomNets.Create(seed: 1, inputs: 3, neurons: 5, outputs: 4, density: 0.5, Activation.Tanh, domain);
        yield return Of(layered with
        {
            Name = "rich",
            Columns =
                new[] { new InputColumn("colour") { Categories = new[] { "red", "blue" } },
                new InputColumn("weight") { Missing = 2 }, new InputColumn("size") },
            NeuronActivations =
                new[] { Activation.Relu, Activation.LeakyRelu(0.25f), Activation.Clip(-1, 1), ActivationFunction.Gelu, Activation.Sine(2) },
            OutputGroups =
                new[] { new OutputGroup("actor", 0, 3, Activation.Softmax), new OutputGroup("critic", 3, 1, Activation.Identity) },
            Labels = new[] { "left", "right", "none", "value" },
            Provenance = new Provenance
            {
                DataSet = "by hand",
                Seed = 1,
                Epsilon = 0.25,
                Epochs = 3,
                TestAccuracy = 0.5,
                InputDensity = 0.5,
                Budget = 60,
                Pattern = "input-cap 2/28",
                Tool = "tests",
            },
        });
        yield return Of(
            layered with
            {
                Encoder = SparseMatrix.Of(5, 3, [new Weight(0, 0, 1), new Weight(4, 2, -2)]),
                OutputActivation = Activation.LogSoftmax,
                Labels = new[] { "a", "b", "c", "d" },
            });
        yield return Of(RandomNets.Create(seed: 2, inputs: 16, neurons: 20, outputs: 3, density: 0.3));
        yield return Of(RandomNets.Create(seed: 3, inputs: 1, neurons: 1, outputs: 1, density: 0) with { Checks = new CheckVectors() });
    }

    private static Seed Of(FreeNet net) => new($"{net.Name}.fnet", Encoding.UTF8.GetBytes(FnetWriter.Write(net)));

    private static IEnumerable<Seed> Graphs() => Enumerable.Range(0, RandomGraphs)
        .Select(static seed => new Seed($"graph-{seed}.onnx", new RandomGraph(seed, steps: 2 + (seed % 5)).Model.ToByteArray()))
        .Where(static seed => seed.Bytes.Length <= MaxBytes);

    private static IEnumerable<Seed> OtherFormats()
    {
        yield return Text(
            "two.nnet",
            "// made by "
                + "hand\n2,3,2,4,\n3,4,2,\n0,\n-1,-2,0,\n1,2,3,\n0.5,0,1,2,\n1,2,4,0.5,\n"
            + "1,-1,0.5,\n0.25,2,1,\n0,1,-1,\n1,1,1,\n0.5,\n0,\n-1,\n2,\n1,0,1,0,\n0.5,0.25,-1,2,\n0.125,\n0,\n");
        yield return Text("graph.net", "# comment\n2 2\n\nacyclic\n\n0 3 0.5\n4 3 7\n1\t3\t-2\n0 4 1\n4 2 0.25\n\n0 Logistic\n");
        yield return Text("leaky.net", "2 1\n\nacyclic\n\n0 5 1\n5 2 2\n0 2 1\n1 2 -1\n\n0 ReLU\n1 TanH\n");
        yield return Text("agnostic.out", "0,0,0,1,0.5,1\n0,0,0,0.25,2,1\n0,0,0,0,-1,1\n0,0,0,0,1,9\n0,0,0,0,0,5\n");
        yield return Text(
            "rt.json",
            """{"in_shape":[null,null,2],"layers":[{"type":"dense","activation":"relu","shape":[null,null,2],"weights":[[[1,2],[3,4]],[10,20]]},{"type":"batchnorm","epsilon":1,"weights":[[2,4],[1,1],[5,5],[3,15]]},{"type":"prelu","weights":[[[0.25,0.5]]]},{"type":"dense","activation":"softmax","shape":[2],"weights":[[[1,0],[0,1]]]}]}""");
        yield return Text(
            "neat.json",
            """{"format_version":"1.0","network_type":"feedforward","topology":{"input_keys":[-1,-2],"output_keys":[0,7]},"nodes":[{"id":0,"type":"output","bias":0.5,"response":1,"activation":{"name":"sigmoid"},"aggregation":{"name":"sum"}},{"id":7,"type":"output","bias":-1,"response":2,"activation":{"name":"tanh"},"aggregation":{"name":"sum"}},{"id":9,"type":"hidden","bias":0,"response":1,"activation":{"name":"relu"},"aggregation":{"name":"sum"}}],"connections":[{"from":-1,"to":9,"weight":1.5,"enabled":true},{"from":9,"to":0,"weight":-2,"enabled":true},{"from":-2,"to":7,"weight":0.25,"enabled":true},{"from":9,"to":7,"weight":3,"enabled":false}]}""");
        yield return new Seed(
            "tensors.safetensors",
            Tensors(
                """{"__metadata__":{"format":"pt"},"a.weight":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]},"a.bias":{"dtype":"F32","shape":[3],"data_offsets":[24,36]},"b.weight":{"dtype":"F16","shape":[2,3],"data_offsets":[36,48]}}""", 48),
            Encoding.UTF8.GetBytes(
                """{"layers":[{"weight":"a.weight","bias":"a.bias","activation":"relu"},{"weight":"b.weight","activation":"softmax"}],"mean":[1,2],"std":0.5}"""));
    }

    private static Seed Text(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));

    private static byte[] Tensors(string header, int data)
    {
        var bytes = new byte[8 + header.Length + data];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        Encoding.UTF8.GetBytes(header, bytes.AsSpan(8));
        for (var i = 8 + header.Length; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(i % 4 == 3 ? 0x3E : i);
        }

        return bytes;
    }
}
