using FreeNets.Benchmarks.Limits;
using FreeNets.Benchmarks.Results;
using FreeNets.Benchmarks.Timing;
using FreeNets.Model;

namespace FreeNets.Benchmarks.Reference;

/// <summary>The figures of the summary: one trained network for each of two sets of images, everyone in turns.</summary>
internal sealed class ReferenceRun
{
    private readonly List<SummaryRow> _rows = [];
    private readonly string _command;

    /// <param name="net">The network that most figures are about.</param>
    /// <param name="images">Images like those it was trained on.</param>
    /// <param name="sparseNet">A network trained on images that are mostly zero.</param>
    /// <param name="sparseImages">Such images.</param>
    /// <param name="command">What runs this again.</param>
    /// <exception cref="InvalidOperationException">Someone does not compute the same network.</exception>
    public ReferenceRun(FreeNet net, Images images, FreeNet sparseNet, Images sparseImages, string command)
    {
        _command = command;
        using var field = new ReferenceField(net);
        using var sparse = new ReferenceField(sparseNet);
        (Net, Images, SparseImages) = (net, images, sparseImages);
        Limits = MachineLimits.Measure();
        Columns =
        [
            Column.Time(field.All, images, 1),
            Column.Time(field.All, images, 8),
            Column.Time(field.All, images, 256),
            Column.Time(sparse.All, sparseImages, 1),
        ];
        FirstCalls = Reference.FirstCalls.Measure(field.Peers, images);
        AddFigures(field, Columns[0], Columns[2]);
        Add(Target.OneFreeNetOrtMnist, Columns[3].Round.Ratio(sparse.Peers.Onnx, sparse.Generated));
        Add(Target.CascadeDensity, CascadeDensity.Measure());
        Add(Target.Alloc, Allocations.Of(field.Peers.Code, images, net.Outputs));
    }

    public FreeNet Net { get; }

    public Images Images { get; }

    public Images SparseImages { get; }

    public MachineLimits Limits { get; }

    /// <summary>The times, one column of the table each.</summary>
    public IReadOnlyList<Column> Columns { get; }

    public IReadOnlyList<(string What, double Milliseconds)> FirstCalls { get; }

    /// <summary>In the order of the targets; without those that could not be measured.</summary>
    public IReadOnlyList<SummaryRow> Rows => [.. Target.OfBench.SelectMany(target => _rows.Where(row => row.Id == target.Id))];

    private void AddFigures(ReferenceField field, Column one, Column batch)
    {
        var (peers, ours) = (field.Peers, field.Generated);
        Add(Target.OneFreeNetOrt, one.Round.Ratio(peers.Onnx, field.EveryInput));
        Add(Target.OneMlpOrt, one.Round.Ratio(field.OnnxMlp, ours));
        Add(Target.BatchFreeNetOrt, batch.Round.Ratio(peers.Onnx, ours));
        Add(Target.BatchMlpOrt, batch.Round.Ratio(field.OnnxMlp, ours));
        Add(Target.BatchPeak, 100 * batch.Round.ShareOfFmaPeak(ours));
        Add(Target.OneInt8, one.Round.Ratio(field.EveryInput, field.Int8));
        if (peers.C.Count > 0)
        {
            Add(Target.OneC, peers.C.Min(c => one.Round.Ratio(c, ours)));
            Add(Target.BatchC, peers.C.Min(c => batch.Round.Ratio(c, ours)));
        }
    }

    private void Add(string id, double value) => _rows.Add(SummaryRow.Of(id, value, _command));
}
