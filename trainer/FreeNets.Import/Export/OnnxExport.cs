using FreeNets.Import.Export;
using FreeNets.Model;
using Google.Protobuf;

namespace FreeNets.Import;

/// <summary>A network is larger than an ONNX file can be. The message is one line for users.</summary>
public sealed class OnnxExportException(string message) : Exception(message);

/// <summary>Writes networks as ONNX, for any runtime that reads that.</summary>
/// <remarks>
/// The graph takes float32 raw values x [batch, inputs]. It gives an output [batch, count] for each group of the network's, by the
/// group's name; of a network without groups, <c>logits</c>, or <c>outputs</c> where these have an activation. Labels, columns and the
/// domain are metadata of the file, which the import reads.
/// </remarks>
public static class OnnxExport
{
    /// <summary>The most bytes of weights; Protobuf ends at 2 GB.</summary>
    private const long MaxBytes = 2_000_000_000;

    /// <summary>The outputs of the file; the only one of a network without groups is called logits where it is that.</summary>
    public static IReadOnlyList<OutputGroup> Outputs(FreeNet net) =>
        net.OutputGroups.Count == 0 && net.OutputActivation == Activation.Identity
        ? [net.OutputsInGroups()[0] with { Name = "logits" }]
        : net.OutputsInGroups();

    /// <summary>The bytes of an ONNX file.</summary>
    /// <param name="net">The network, which is valid.</param>
    /// <param name="form">Which nodes to write.</param>
    /// <exception cref="OnnxExportException">No ONNX file can hold it in that form.</exception>
    public static byte[] Write(FreeNet net, OnnxForm form = OnnxForm.Compact)
    {
        var groups = Outputs(net);
        var graph = new GraphWriter(net, [.. groups.Select(static group => group.Name)]);
        var plan = form == OnnxForm.Plain ? new PlainForm() : (Form)CompactForm.Plan(net);
        if (plan.Values(net) is var values && sizeof(float) * values > MaxBytes)
        {
            throw new OnnxExportException($"needs {values} weights in this form, and an ONNX file holds {MaxBytes / sizeof(float)}. "
                + $"{(form == OnnxForm.Plain ? "Use --form compact." : "Prune it.")}");
        }

        plan.Write(graph, net);
        foreach (var group in groups)
        {
            plan.WriteOutputs(graph, net, group);
        }

        return graph.ToModel().ToByteArray();
    }
}
