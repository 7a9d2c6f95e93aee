using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Runtime.CompilerServices;

namespace FreeNets.Compiler.Tests.Child;

/// <summary>Hears from the runtime which methods of generated classes it compiled, and how.</summary>
internal sealed class JitEvents : EventListener
{
    private const EventKeywords Jit = (EventKeywords)0x10;

    // Where the runtime's MethodLoadVerbose events keep the optimisation tier, and the tiers.
    private const int TierShift = 7;
    private const int TierMask = 7;
    private static readonly string[] s_tiers =
        ["Unknown", "MinOptJitted", "Optimized", "QuickJitted", "OptimizedTier1", "OptimizedTier1OSR", "?", "?"];

    private readonly ConcurrentQueue<JittedMethod> _methods = new();

    private readonly ManualResetEventSlim _sawLast = new();

    /// <summary>
    /// The methods compiled so far, in order. Events come late, on a thread of the runtime: this waits for one of its own.
    /// </summary>
    public IEnumerable<JittedMethod> Methods()
    {
        Last();
        if (!_sawLast.Wait(TimeSpan.FromSeconds(30)))
        {
            throw new TimeoutException("The runtime does not tell what it compiles.");
        }

        return _methods;
    }

    public override void Dispose()
    {
        base.Dispose();
        _sawLast.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Last()
    {
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(eventSource, EventLevel.Verbose, Jit);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("MethodLoadVerbose", StringComparison.Ordinal) != true)
        {
            return;
        }

        var type = (string)Value("MethodNamespace");
        if (type == typeof(JitEvents).FullName && (string)Value("MethodName") == nameof(Last))
        {
            _sawLast.Set();
        }
        else if (type.StartsWith("Generated.", StringComparison.Ordinal))
        {
            var flags = Convert.ToInt64(Value("MethodFlags"), null);
            _methods.Enqueue(new JittedMethod(type, (string)Value("MethodName"), s_tiers[(flags >> TierShift) & TierMask]));
        }

        object Value(string name) => eventData.Payload![eventData.PayloadNames!.IndexOf(name)]!;
    }
}

/// <summary>A method that the JIT compiled.</summary>
/// <param name="Type">The full name of its class, nested ones behind a plus.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tier">How it was compiled.</param>
internal sealed record JittedMethod(string Type, string Name, string Tier)
{
    private const string Mark = "jit";

    public override string ToString() => $"{Mark} {Type} {Name} {Tier}";

    /// <summary>The method of a printed line; null when the line is about something else.</summary>
    public static JittedMethod? Parse(string line) =>
        line.Split(' ') is [Mark, var type, var name, var tier] ? new JittedMethod(type, name, tier) : null;
}
