using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;
using FreeNets.Model;

namespace FreeNets.Compiler.Layouts;

/// <summary>Neighbouring inputs out of which every lane picks its own by a permute.</summary>
/// <param name="First">The first of those that are loaded.</param>
/// <param name="Start">The first that belongs to the window.</param>
/// <param name="End">The one behind the last.</param>
/// <param name="Steps">For each group of 16 rows, what the row with the most weights for its inputs takes.</param>
internal sealed record InputWindow(int First, int Start, int End, EquatableArray<int> Steps);

/// <summary>Cuts the inputs of some rows into windows, so that the rows' weights take the fewest steps.</summary>
internal static class InputWindows
{
    /// <summary>What loading a window takes, in steps.</summary>
    private const int LoadSteps = 2;

    /// <summary>The windows that have weights, ascending.</summary>
    /// <param name="stage">The stage; it has at least as many inputs as a window.</param>
    /// <param name="rows">Some of its rows; the first is that of a group.</param>
    /// <param name="inputs">Inputs that a permute picks from.</param>
    /// <param name="perStep">Inputs that a row takes a step.</param>
    public static InputWindow[] Of(LinearStage stage, Slice rows, int inputs, int perStep)
    {
        var counter = new Counter(stage, rows, perStep);
        var (least, starts) = (new int[stage.Width + 1], new int[stage.Width + 1]);
        for (var input = 1; input <= stage.Width; input++)
        {
            least[input] = int.MaxValue;
        }

        for (var start = 0; start < stage.Width; start++)
        {
            counter.Clear();
            for (var end = start + 1; end <= Math.Min(start + inputs, stage.Width); end++)
            {
                counter.Add(end - 1);
                var steps = least[start] + counter.Total + (counter.Total > 0 ? LoadSteps : 0);
                if (steps < least[end])
                {
                    (least[end], starts[end]) = (steps, start);
                }
            }
        }

        var windows = new List<InputWindow>();
        for (var end = stage.Width; end > 0; end = starts[end])
        {
            counter.Clear();
            for (var input = starts[end]; input < end; input++)
            {
                counter.Add(input);
            }

            if (counter.Total > 0)
            {
                windows.Add(new InputWindow(Math.Min(starts[end], stage.Width - inputs), starts[end], end, counter.Steps()));
            }
        }

        windows.Reverse();
        return [.. windows];
    }

    /// <summary>Counts the steps that neighbouring inputs take.</summary>
    private sealed class Counter
    {
        private readonly List<int>[] _rowsOf;
        private readonly int[] _counts;
        private readonly int[] _steps;
        private readonly int _perStep;

        public Counter(LinearStage stage, Slice rows, int perStep)
        {
            _perStep = perStep;
            _rowsOf = [.. Enumerable.Range(0, stage.Width).Select(static _ => new List<int>())];
            _counts = new int[rows.Count];
            _steps = new int[(rows.Count + Machine.Lanes - 1) / Machine.Lanes];
            for (var row = 0; row < rows.Count; row++)
            {
                foreach (var weight in stage.Weights.NonZero(rows.First + row))
                {
                    _rowsOf[weight.Column].Add(row);
                }
            }
        }

        public int Total { get; private set; }

        public EquatableArray<int> Steps() => (int[])_steps.Clone();

        public void Clear()
        {
            Array.Clear(_counts, 0, _counts.Length);
            Array.Clear(_steps, 0, _steps.Length);
            Total = 0;
        }

        public void Add(int input)
        {
            foreach (var row in _rowsOf[input])
            {
                if (++_counts[row] > _perStep * _steps[row / Machine.Lanes])
                {
                    _steps[row / Machine.Lanes]++;
                    Total++;
                }
            }
        }
    }
}
