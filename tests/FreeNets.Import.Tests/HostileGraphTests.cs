using FreeNets.Import.Tests.RandomGraphs;

namespace FreeNets.Import.Tests;

/// <summary>Graphs that nobody exports: sizes that nothing in the file is worth, and operands that do not fit.</summary>
public sealed class HostileGraphTests
{
    private const int Huge = 1 << 13;

    private readonly GraphWriter _writer = new();

    [Fact]
    public void Sizes_that_a_file_only_states_cost_nothing()
    {
        Refused(static writer => writer.Node("Relu", [writer.Input("x", 0, 1 << 26)]), "67108864 inputs; ");
        Refused(static writer => writer.Node("Add", [writer.Input("x", 0, 1), writer.Node("ConstantOfShape", [writer.Constant(1 << 26)])]));
        Refused(static writer => writer.Node("Expand", [writer.Input("x", 0, 1), writer.Constant(1, 1 << 25)]));
        Refused(static writer => writer.Node("Tile", [writer.Input("x", 0, 1), writer.Constant(1, 1 << 26)]));
        Refused(static writer => writer.Node("Pad", [writer.Input("x", 0, 1), writer.Constant(0, 0, 0, 1 << 26)]));
        Refused(
            static writer =>
                writer.Node(
                    "Add",
                    [writer.Input("x", 0, 1), writer.Node("Range", [Number(writer, 0), Number(writer, 1 << 26), Number(writer, 1)])]));
        Refused(
            static writer =>
                writer.Node(
                    "Add",
                    [
                        writer.Input("x", 1, Huge),
                        writer.Node("Add", [writer.Constant([Huge, 1], new float[Huge]), writer.Constant([Huge], new float[Huge])]),
                    ]));
        Refused(
            static writer =>
                writer.Node(
                    "MatMul",
                    [writer.Input("x", 0, 1_000), writer.Node("MatMul", [Ones(writer, 1_000, 1_000), Ones(writer, 1_000, 1_000)])]));
        Refused(
            static writer =>
                writer.Node(
                    "MaxPool", [writer.Input("x", 0, 1, 1, 1)], ("kernel_shape", new long[] { 1, 1 }),
                    ("pads", new long[] { 0, 0, 1 << 20, 1 << 20 })), reason: null);
    }

    [Fact]
    public void Classes_without_number_are_refused_before_their_scores_are_compared() =>
        Refused(static writer => writer.Node("ArgMax", [writer.Input("x", 2, 50_000)], ("axis", 0)), "has 50000 classes for each sample; "
            + "1000 groups of scores are the most");

    [Fact]
    public void Values_that_many_nodes_make_are_counted_together() => Refused(static writer =>
    {
        var name = writer.Input("x", 0, 1_000);
        for (var i = 0; i < 300; i++)
        {
            name = writer.Node("Sigmoid", [name]);
        }

        return name;
    });

    [Fact]
    public void Operands_that_are_missing_or_do_not_fit_are_refused()
    {
        Refused(static writer => writer.Node("Add", [writer.Input("x", 0, 2), writer.Node("Concat", [], ("axis", 0))]), "has no input 0");
        Refused(static writer => writer.Node("Add", [writer.Input("x", 0, 2), writer.Node("FeatureVectorizer", [])]), reason: null);
        Refused(
            static writer => writer.Node("Concat", [writer.Input("x", 0, 2), writer.Constant([1], 1)], ("axis", 1)),
            "do not fit along axis 1");
        Refused(
            static writer => writer.Node("Split", [writer.Input("x", 0, 2), writer.Constant(long.MaxValue, long.MaxValue)], ("axis", 1)),
            "do not make 2");
        Refused(
            static writer => writer.Node("Pad", [writer.Input("x", 0, 2), writer.Constant(0, 0, 0, 1), writer.Constant([0])]),
            "its value is not one number");
        Refused(
            static writer => writer.Node("Tile", [writer.Input("x", 0, 2), writer.Constant(1, 1 << 26)]),
            "has more than 67108864 elements");
        Refused(
            static writer => writer.Node("Normalizer", [writer.Node("ReduceSum", [writer.Input("x", 3)], ("keepdims", 0))], ("norm", "L1")),
            reason: null);
    }

    [Fact]
    public void A_softmax_of_a_single_number_is_1()
    {
        var x = _writer.Input("x", 2);
        _writer.Output(_writer.Node("Add", [x, _writer.Node("Softmax", [Number(_writer, 3)])]));
        var net = OnnxImport.Read(_writer.Model, ".", "x", new ImportOptions()).Net;
        Assert.Equal([3, 4], Model.ReferenceEvaluator.Outputs(net, [2, 3]));
    }

    private static string Number(GraphWriter writer, float value) => writer.Constant(Array.Empty<int>(), value);

    private static string Ones(GraphWriter writer, int rows, int columns) =>
        writer.Node("ConstantOfShape", [writer.Constant(rows, columns)]);

    /// <summary>Refused, and without much work.</summary>
    private static void Refused(
        Func<GraphWriter, string> output, string? reason = "far more than the numbers that the file stores can be worth")
    {
        var writer = new GraphWriter();
        writer.Output(output(writer));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Assert.ThrowsAny<Refusal>(() => OnnxImport.Read(writer.Model, ".", "x", new ImportOptions())).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 28);
        Assert.Contains(reason ?? "", message, StringComparison.Ordinal);
    }
}
