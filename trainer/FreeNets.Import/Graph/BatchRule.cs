using FreeNets.Import.Onnx;

namespace FreeNets.Import.Graph;

/// <summary>What dimension 0 of the inputs means: samples that are computed one by one, or features like all the others.</summary>
/// <param name="Size">The size that a batch has while the graph is read.</param>
/// <param name="IsNominal">True where no real size is meant, and the size is one that no real dimension has.</param>
/// <param name="Takes">Whether a dimension 0 of that size, null where it is open, is a batch.</param>
internal sealed record BatchRule(int Size, bool IsNominal, Func<long?, bool> Takes)
{
    public bool IsBatch(long? size) => Takes(size);
}

/// <summary>Which rules to try for a graph, in order.</summary>
internal static class BatchRules
{
    /// <summary>Primes, so that products and quotients of sizes never look like a batch.</summary>
    public const int Nominal = 1009;
    public const int OtherNominal = 2003;

    /// <summary>The size of a dimension; null where it is open.</summary>
    public static long? SizeOf(TensorShapeProto.Types.Dimension dimension) =>
        dimension.HasDimValue && dimension.DimValue >= 0 ? dimension.DimValue : null;

    /// <summary>An open dimension 0 is a batch; one of a fixed size is one where all goes row by row, and features where not.</summary>
    public static IEnumerable<BatchRule> For(IReadOnlyList<ValueInfoProto> inputs, BatchMeaning meaning)
    {
        var sizes = inputs
            .Where(static input => input.Type?.TensorType?.Shape?.Dim.Count > 0)
            .Select(static input => SizeOf(input.Type.TensorType.Shape.Dim[0]))
            .ToArray();
        var open = new BatchRule(Nominal, true, static size => size is null);
        if (meaning == BatchMeaning.Features)
        {
            return [new BatchRule(0, false, static _ => false)];
        }

        if (meaning == BatchMeaning.Rows)
        {
            return [new BatchRule(Nominal, true, static _ => true)];
        }

        // Vectors have no batch axis; nor have inputs that disagree about its size.
        var isFixed = sizes.Length > 0 && sizes.Distinct().Count() == 1 && sizes[0] is > 1 and <= Shapes.MaxCount
            && inputs.All(static input => input.Type?.TensorType?.Shape?.Dim.Count > 1);
        return isFixed ? [new BatchRule((int)sizes[0]!.Value, false, static _ => true), open] : [open];
    }
}
