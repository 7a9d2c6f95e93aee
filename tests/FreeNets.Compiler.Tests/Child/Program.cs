namespace FreeNets.Compiler.Tests.Child;

/// <summary>
/// The test assembly as a program of its own, which the tests start with other settings of the runtime: it runs a generated assembly
/// and prints what the JIT compiled and what was predicted.
/// </summary>
internal static class Program
{
    private static void Main(string[] arguments)
    {
        var (assembly, inputs) = (arguments[0], arguments[1]);
        using var events = new JitEvents();
        var lines = ModelRun.Of(assembly, inputs);
        foreach (var line in events.Methods().Select(static method => method.ToString()).Concat(lines))
        {
            Console.WriteLine(line);
        }
    }
}
