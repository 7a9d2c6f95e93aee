using FreeNets.Model;

namespace FreeNets.Trainer.Data.Tables;

/// <summary>The inputs that the columns of a table become: means, scales and medians are those of the training rows alone.</summary>
internal sealed class TableFeatures
{
    // A column that hardly varies in training must not become huge where it does.
    private const double SmallestDeviation = 1e-6;

    private static readonly string[] s_flag = ["present", "missing"];

    private readonly TableSchema _schema;
    private readonly float[] _medians;

    /// <param name="schema">What the columns are.</param>
    /// <param name="train">The training rows.</param>
    public TableFeatures(TableSchema schema, float[] train)
    {
        (_schema, _medians) = (schema, new float[schema.Inputs.Count]);
        for (var i = 0; i < schema.Inputs.Count; i++)
        {
            AddFeatures(schema.Inputs[i], Column(train, i), i);
        }
    }

    /// <summary>One a raw input: the columns in order, each with its flag behind it if it has one.</summary>
    public List<Feature> Features { get; } = [];

    /// <summary>Raw inputs, [count, features], of rows [count, columns].</summary>
    public float[] Inputs(float[] rows)
    {
        var columns = _schema.Inputs.Count;
        var inputs = new float[rows.Length / columns * Features.Count];
        var next = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var (value, plan) = (rows[i], _schema.Inputs[i % columns]);
            inputs[next++] = float.IsNaN(value) ? _medians[i % columns] : value;
            if (HasFlag(plan))
            {
                inputs[next++] = float.IsNaN(value) ? 1 : 0;
            }
        }

        return inputs;
    }

    /// <summary>Whether an input says that the one before it is missing.</summary>
    public static bool IsFlag(InputColumn before, InputColumn column) =>
        before.Missing is not null && column.Categories.SequenceEqual(s_flag);

    /// <summary>Mean and standard deviation.</summary>
    public static Unit UnitOf(IReadOnlyCollection<float> values)
    {
        var mean = values.Count == 0 ? 0 : values.Average(static value => (double)value);
        var deviation = values.Count == 0 ? 0 : Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return new Unit(mean, deviation > SmallestDeviation * Math.Max(1e-30, Math.Abs(mean)) ? deviation : 1);
    }

    private static bool HasFlag(InputPlan plan) => plan.HasMissing && plan.Kind != ColumnKind.Category;

    private void AddFeatures(InputPlan plan, float[] values, int index)
    {
        var column = new InputColumn(plan.Name) { Categories = plan.Categories.ToArray() };
        if (plan.Kind == ColumnKind.Category)
        {
            Features.Add(new Feature(column, 0, 1) { IsOneHot = plan.Categories.Count > 2 });
            return;
        }

        var present = values.Where(static value => !float.IsNaN(value)).Order().ToArray();
        _medians[index] = present.Length == 0 ? 0 : present[present.Length / 2];
        var unit = UnitOf(present);
        column = HasFlag(plan) ? column with { Missing = _medians[index] } : column;
        Features.Add(new Feature(column, (float)unit.Mean, (float)(1 / unit.Deviation)));
        if (HasFlag(plan))
        {
            Features.Add(new Feature(new InputColumn(FlagName(plan.Name)) { Categories = s_flag }, 0, 1));
        }
    }

    private string FlagName(string name)
    {
        var flag = $"{name}_missing";
        while (_schema.Inputs.Any(input => input.Name == flag))
        {
            flag += "_";
        }

        return flag;
    }

    private float[] Column(float[] rows, int index)
    {
        var columns = _schema.Inputs.Count;
        return [.. Enumerable.Range(0, rows.Length / columns).Select(row => rows[(row * columns) + index])];
    }
}
