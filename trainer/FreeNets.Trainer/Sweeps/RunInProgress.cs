using FreeNets.Model;

namespace FreeNets.Trainer.Sweeps;

/// <summary>A run that this process, and no other, is at.</summary>
/// <param name="scratch">Where the run writes.</param>
/// <param name="target">The folder of its key, where it goes when it is done.</param>
/// <param name="held">The lock.</param>
internal sealed class RunInProgress(string scratch, string target, FileStream held) : IDisposable
{
    public string Folder => scratch;

    /// <summary>Makes it a finished run.</summary>
    public void Finish() => Directory.Move(scratch, target);

    /// <summary>Makes it a failed run, which the next sweep tries again.</summary>
    public void Fail(string error)
    {
        var written = Path.Combine(scratch, RunsFolder.ErrorName);
        AtomicFile.Write(written, error);
        Directory.CreateDirectory(target);
        File.Move(written, Path.Combine(target, RunsFolder.ErrorName));
    }

    /// <summary>Gives it back; what is not finished by now is removed.</summary>
    public void Dispose()
    {
        RunsFolder.Delete(scratch);
        File.Delete(held.Name);
        held.Dispose();
    }
}
