using System.Text;
using FreeNets.Import;
using FreeNets.Model;

namespace FreeNets.Fuzz.Hostile;

/// <summary>Reads mutants the way users' files are read, and watches what that takes.</summary>
internal sealed class Reading : IDisposable
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // On a disk in memory, where there is one: a million files are written.
    private readonly string _folder = Directory.CreateDirectory(
        Path.Combine(
            Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(),
            $"freenets-fuzz-{Environment.ProcessId}-{Guid.NewGuid():N}")).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public Verdict Read(Mutant mutant)
    {
        var limits = Limits.Of(mutant.File);
        var verdict = mutant.File.Extension == ".fnet" ? ReadModel(mutant) : Import(mutant);
        return verdict.Fault is not null ? verdict
            : verdict.Time > limits.Time ? verdict with { Fault = $"took {verdict.Time.TotalSeconds:F2} s" }
            : verdict.Allocated > limits.Bytes
            ? verdict with { Fault = $"allocated {verdict.Allocated} bytes for a file of {mutant.File.Bytes.Length}" }
            : verdict;
    }

    private static Verdict ReadModel(Mutant mutant)
    {
        string text;
        try
        {
            text = s_strict.GetString(mutant.File.Bytes);
        }
        catch (DecoderFallbackException)
        {
            return new Verdict(null, TimeSpan.Zero, 0, null);
        }

        FnetResult? result = null;
        var verdict = Watched(() =>
        {
            result = FnetReader.Read(text);
            return result.Net;
        });
        return verdict.Net is not { } net
            || verdict.Fault is not null ? verdict with { Fault = verdict.Fault ?? FaultOf(result!.Error!, text) }
            : net.Validate() is { } invalid ? verdict with { Fault = $"was read, and is not valid: {invalid}" }
            : FnetReader.Read(FnetWriter.Write(net)).Net != net
            ? verdict with { Fault = "was read, and is another network when it is written and read again" }
            : verdict;
    }

    private static string? FaultOf(FnetError error, string text) =>
        error.Offset < 0 || error.Offset > text.Length ? $"has a fault at {error.Offset}, outside the file"
        : IsLine(error.Message) && IsLine(error.Field) ? null
        : $"was refused with a message that is not one line: {error.Message}";

    private Verdict Import(Mutant mutant)
    {
        var path = Path.Combine(_folder, $"mutant{mutant.File.Extension}");
        File.WriteAllBytes(path, mutant.File.Bytes);
        if (mutant.File.Beside is { } beside)
        {
            File.WriteAllBytes(Path.ChangeExtension(path, ".json"), beside);
        }

        var options = new ImportOptions
        {
            Batch = (BatchMeaning)(mutant.Index % Enum.GetValues<BatchMeaning>().Length),
            IsRaw = mutant.Index % 5 == 0,
            OutputCount = mutant.Index % 7 == 0 ? 2 : null,
        };
        return Watched(() =>
        {
            try
            {
                return NetworkFile.Read(path, options).Net;
            }
            catch (ImportException refusal)
            {
                return IsLine(refusal.Message)
                    ? null
                    : throw new InvalidOperationException($"A message that is not one line: {refusal.Message}");
            }
        });
    }

    private static Verdict Watched(Func<FreeNet?> read)
    {
        var (bytes, start) = (GC.GetAllocatedBytesForCurrentThread(), ThreadTime.Now);
        FreeNet? net = null;
        string? fault = null;
        try
        {
            net = read();
        }
        catch (Exception e)
        {
            fault = $"{e.GetType().Name}: "
                + $"{e.Message} {string.Join(" < ", (e.StackTrace ?? "").Split('\n').Take(3).Select(static line => line.Trim()))}";
        }

        return new Verdict(net, ThreadTime.Now - start, GC.GetAllocatedBytesForCurrentThread() - bytes, fault);
    }

    /// <summary>One line for people, which steers no terminal.</summary>
    private static bool IsLine(string message) =>
        !message.Any(static character => char.IsControl(character) || character is '\u2028' or '\u2029');
}
