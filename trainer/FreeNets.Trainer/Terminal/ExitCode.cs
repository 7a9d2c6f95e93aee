
namespace FreeNets.Trainer.Terminal;

/// <summary>What <c>freenets</c> returns to the shell.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The work was begun and could not be done.</summary>
    public const int Failure = 1;

    /// <summary>An option, or what it points at, cannot be used; nothing was begun.</summary>
    public const int Usage = 2;

    /// <summary>All was done, but the model is elsewhere than asked for, or standard output failed and a part of it is lost.</summary>
    public const int Partial = 3;

    /// <summary>Ctrl-C, a request to end or a terminal that is gone, as shells count Ctrl-C: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Tells of a fault in one line.</summary>
    /// <returns><paramref name="exitCode"/>.</returns>
    public static int Fail(TextWriter error, string message, int exitCode)
    {
        error.WriteLine($"freenets: {message}");
        return exitCode;
    }
}
