
namespace FreeNets.Trainer.Sweeps;

/// <summary>Where runs are carried out.</summary>
internal enum SweepEngine
{
    /// <summary>On this machine.</summary>
    Local,

    /// <summary>On a Slurm cluster that shares the file system.</summary>
    Slurm,
}

/// <summary>The options of <c>freenets sweep</c>.</summary>
/// <param name="Plan">The name of a ready plan, or a file.</param>
/// <param name="Runs">The folder of runs.</param>
/// <param name="Jobs">Runs at once, at least 1; null for one a core here, and no limit on a cluster.</param>
/// <param name="DataRoot"><c>--data-root</c>, or null.</param>
/// <param name="On">Where runs are carried out.</param>
internal sealed record SweepSettings(string Plan, string Runs, int? Jobs, string? DataRoot, SweepEngine On);
