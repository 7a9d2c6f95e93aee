using System.Globalization;
using CameraLoop;

// Frames of raw 8-bit pixels come at a fixed rate and are classified; latencies and memory are printed at the end.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is [] or [_, _, _, _, ..] || !Number(args, 1, 60, out var rate) || !Number(args, 2, 10 * rate, out var frames))
{
    Console.Error.WriteLine($"""
        Usage: camera-loop FILE [RATE [FRAMES]]

        Reads frames of {Model.Inputs} bytes from FILE, over and over, or from standard input (-) to its end; RATE frames a second,
        60 without it, until FRAMES frames, ten seconds' worth without it. Ends with 1 when the loop allocated memory.
        """);
    return 2;
}

if (args[0] != "-" && !File.Exists(args[0]))
{
    Console.Error.WriteLine($"There is no file {args[0]}.");
    return 1;
}

if (!Model.SelfTest())
{
    Console.Error.WriteLine("The model does not reproduce its check vectors on this machine.");
    return 1;
}

try
{
    // No buffer of the stream's own: a frame goes from the source straight to where the model reads it.
    using var source = args[0] == "-"
        ? Console.OpenStandardInput()
        : new FileStream(args[0], FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
    var loop = new Loop(source, new byte[Model.Inputs]);
    loop.Run(rate, frames);
    loop.Print(Console.Out);
    return loop.Allocated == 0 ? 0 : 1;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static bool Number(string[] args, int place, int otherwise, out int value)
{
    value = otherwise;
    return args.Length <= place
        || (int.TryParse(args[place], NumberStyles.None, CultureInfo.InvariantCulture, out value) && value is > 0 and <= 1_000_000);
}
