using FreeNets.Import.Graph;

namespace FreeNets.Import.Formats;

/// <summary>A connection between two neurons.</summary>
internal readonly record struct NeuronEdge(int Source, int Target, double Weight);

/// <summary>The parts of a <c>.net</c> file, each ended by an empty line: counts, kind, connections, functions.</summary>
internal sealed record SharpNeatSections(int Inputs, int Outputs, List<NeuronEdge> Edges, Func<Sketch, Scalar, Scalar> Function)
{
    public static SharpNeatSections Of(string[] lines)
    {
        var next = 0;
        var counts = Section(lines, ref next);
        var (inputs, outputs) = counts is [(var line, [var first, var second])]
            ? (TextFile.Whole(first, line), TextFile.Whole(second, line))
            : throw new Refusal("starts with no line of two numbers, its inputs and outputs; it is not a file of SharpNEAT");
        if (outputs is < 1 or > 65_536)
        {
            throw new Refusal($"has {outputs} outputs; a network has 1 to 65536");
        }

        CheckKind(Section(lines, ref next));
        var edges = Section(lines, ref next).ConvertAll(row => row.Words is [var source, var target, var weight]
            ? new NeuronEdge(
                TextFile.Whole(source, row.Line), Target(TextFile.Whole(target, row.Line), inputs, row.Line),
                TextFile.Number(weight, row.Line))
            : throw TextFile.Fault(row.Line, "a connection has a source, a target and a weight"));

        // All neurons have function 0, whatever else is listed.
        return Section(lines, ref next) is [(var at, [var id, var name]), ..] && id == "0"
            ? new SharpNeatSections(inputs, outputs, edges, SharpNeatFunctions.Find(name) ?? throw TextFile.Fault(at, "the function "
                + $"'{Onnx.Text.Shown(name)}' is not supported"))
            : throw new Refusal("names no activation function 0");
    }

    private static void CheckKind(List<(int Line, string[] Words)> section)
    {
        if (section is [(_, ["cyclic", ..] words)])
        {
            throw new Refusal(
                $"is a cyclic network ({string.Join(' ', words.Skip(1))} cycles an activation); only feed-forward networks are supported");
        }

        if (section is not [(_, ["acyclic"])])
        {
            throw new Refusal("says neither acyclic nor cyclic");
        }
    }

    private static int Target(int target, int inputs, int line) =>
        target >= inputs ? target : throw TextFile.Fault(line, $"connects to input {target}");

    private static List<(int Line, string[] Words)> Section(string[] lines, ref int next)
    {
        var section = new List<(int, string[])>();
        for (; next < lines.Length; next++)
        {
            if (lines[next].StartsWith('#'))
            {
                continue;
            }

            if (string.IsNullOrWhiteSpace(lines[next]))
            {
                next++;
                break;
            }

            section.Add((next, lines[next].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        }

        return section;
    }
}
