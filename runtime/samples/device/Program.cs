using Device;

// Classifies frames of raw 8-bit pixels, one after the other, and prints one line a frame: the output's number and its label.
// Usage: device [FILE]; without a file, frames come from standard input.
if (args is ["-h" or "--help"] or [_, _, ..])
{
    Console.WriteLine($"""
        Classifies frames of {Model.Inputs} raw bytes with the model {Model.Name} and prints a line for each: output and label.

        Usage: device [FILE]      frames from FILE, or from standard input
        """);
    return args.Length > 1 ? 2 : 0;
}

if (args.Length == 1 && !File.Exists(args[0]))
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
    using var frames = args.Length == 1 ? File.OpenRead(args[0]) : Console.OpenStandardInput();
    return Classify(frames);
}
catch (IOException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static int Classify(Stream frames)
{
    Span<byte> frame = stackalloc byte[Model.Inputs];
    while (true)
    {
        var length = frames.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false);
        if (length == 0)
        {
            return 0;
        }

        if (length < frame.Length)
        {
            Console.Error.WriteLine($"The last frame has {length} bytes instead of {frame.Length}.");
            return 1;
        }

        var output = Model.Classify(frame);
        Console.WriteLine(Model.Labels.IsEmpty ? $"{output}" : $"{output} {Model.Labels[output]}");
    }
}
