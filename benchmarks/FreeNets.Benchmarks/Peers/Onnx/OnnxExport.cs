using System.Runtime.InteropServices;
using FreeNets.Compiler.Optimise;
using FreeNets.Model;

namespace FreeNets.Benchmarks.Peers.Onnx;

/// <summary>
/// Writes a network as ONNX the way a user of ONNX would have to: one Gemm, Relu and Concat a neuron, since no operator knows graphs.
/// Normalisation goes into the weights, as the compiler does it, so that both sides do the same work.
/// Field numbers are those of onnx.proto.
/// </summary>
internal sealed class OnnxExport
{
    private const long IrVersion = 8;
    private const long Opset = 13;
    private const int Float32 = 1;
    private const int Int64 = 7;

    private readonly ProtoMessage _graph = new();

    /// <summary>
    /// float32 raw values [n, inputs] → logits [n, outputs]. A network without edges is a plain multi-layer perceptron: two Gemm.
    /// </summary>
    public static byte[] Write(FreeNet net)
    {
        var (export, folded) = (new OnnxExport(), FoldNormalisation.Fold(net));
        return net.Edges.Count > 0 ? export.WriteFreeNet(folded) : export.WriteMlp(folded);
    }

    private byte[] WriteFreeNet(FreeNet net)
    {
        var neurons = net.Neurons;
        Encode(net);
        Tensor("ones", [neurons], Enumerable.Repeat(1L, neurons).ToArray());
        Node("Split", ["e", "ones"], [.. Enumerable.Range(0, neurons).Select(static i => $"e{i}")], Attribute("axis", 1));
        Node("Relu", ["e0"], ["H0"]);

        for (var i = 1; i < neurons; i++)
        {
            var weights = new float[i];
            foreach (var (_, source, weight) in net.Edges.NonZero(i))
            {
                weights[source] = weight;
            }

            Tensor($"w{i}", [i, 1], weights);
            Node("Gemm", [$"H{i - 1}", $"w{i}", $"e{i}"], [$"z{i}"]);
            Node("Relu", [$"z{i}"], [$"h{i}"]);
            Node("Concat", [$"H{i - 1}", $"h{i}"], [$"H{i}"], Attribute("axis", 1));
        }

        return Finish(net, $"H{neurons - 1}");
    }

    private byte[] WriteMlp(FreeNet net)
    {
        Encode(net);
        Node("Relu", ["e"], ["h"]);
        return Finish(net, "h");
    }

    private void Encode(FreeNet net)
    {
        Tensor("encoder", [net.Neurons, net.Inputs], net.Encoder.ToDense());
        Tensor("encoderBias", [net.Neurons], net.EncoderBias.ToArray());
        Node("Gemm", ["x", "encoder", "encoderBias"], ["e"], Attribute("transB", 1));
    }

    private byte[] Finish(FreeNet net, string activations)
    {
        Tensor("decoder", [net.Outputs, net.Neurons], net.Decoder.ToDense());
        Tensor("decoderBias", [net.Outputs], net.DecoderBias.ToArray());
        Node("Gemm", [activations, "decoder", "decoderBias"], ["logits"], Attribute("transB", 1));
        _graph.Add(2, net.Name).Add(11, Value("x", net.Inputs)).Add(12, Value("logits", net.Outputs));
        return new ProtoMessage()
            .Add(1, IrVersion)
            .Add(8, new ProtoMessage().Add(1, "").Add(2, Opset))
            .Add(7, _graph)
            .ToBytes();
    }

    private void Node(string type, string[] inputs, string[] outputs, params ProtoMessage[] attributes)
    {
        var node = new ProtoMessage();
        foreach (var input in inputs)
        {
            node.Add(1, input);
        }

        foreach (var output in outputs)
        {
            node.Add(2, output);
        }

        node.Add(4, type);
        foreach (var attribute in attributes)
        {
            node.Add(5, attribute);
        }

        _graph.Add(1, node);
    }

    private void Tensor<T>(string name, long[] shape, T[] values)
        where T : unmanaged
    {
        var tensor = new ProtoMessage();
        foreach (var size in shape)
        {
            tensor.Add(1, size);
        }

        _graph.Add(5, tensor
            .Add(2, typeof(T) == typeof(float) ? Float32 : Int64)
            .Add(8, name)
            .Add(9, MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
    }

    private static ProtoMessage Attribute(string name, long value) =>
        new ProtoMessage().Add(1, name).Add(3, value).Add(20, 2);

    private static ProtoMessage Value(string name, int width)
    {
        var shape = new ProtoMessage()
            .Add(1, new ProtoMessage().Add(2, "n"))
            .Add(1, new ProtoMessage().Add(1, width));
        return new ProtoMessage().Add(1, name).Add(2, new ProtoMessage().Add(1, new ProtoMessage().Add(1, Float32).Add(2, shape)));
    }
}
