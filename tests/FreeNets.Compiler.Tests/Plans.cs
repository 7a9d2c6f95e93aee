using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Schedule;
using FreeNets.Model;

namespace FreeNets.Compiler.Tests;

/// <summary>What tests ask of a plan.</summary>
internal static class Plans
{
    /// <summary>The first stage.</summary>
    public static LinearStage Encoder(this Plan plan) => (LinearStage)plan.Program.Stages[0];

    /// <summary>The values of a table, or none where the plan has no such table.</summary>
    public static int[] Integers(this Plan plan, string table) => Bits(plan, table, BitConverter.ToInt32);

    /// <summary>The values of a table, or none where the plan has no such table.</summary>
    public static float[] Floats(this Plan plan, string table) => Bits(plan, table, BitConverter.ToSingle);

    /// <summary>The name of the kernel that one sample runs a stage with, in the widest family.</summary>
    public static string OneSample(this Plan plan, int stage) => plan.Paths[0].OneSample[stage].Name;

    /// <summary>Whether the graph is too large for a statement a weight.</summary>
    public static bool RunsLoops(FreeNet net, Precision precision = Precision.Float32) =>
        Scheduler.Plan(net, CodeChoices.Default with { Precision = precision }).Paths
            .SelectMany(static path => path.Kernels)
            .Any(static kernel => kernel.Name == "packed loops");

    private static T[] Bits<T>(Plan plan, string table, Func<byte[], int, T> value) =>
    [
        .. plan.Tables.Where(other => other.Name == table)
            .SelectMany(static table => table.Bits)
            .Select(bits => value(BitConverter.GetBytes(bits), 0)),
    ];
}
