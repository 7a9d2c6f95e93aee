namespace FreeNets.Trainer.Reports;

/// <summary>Files that the report carries in this assembly.</summary>
internal static class Resource
{
    /// <summary>The bytes of a file.</summary>
    public static byte[] Bytes(string name)
    {
        using var stream = typeof(Resource).Assembly.GetManifestResourceStream($"FreeNets.Trainer.Reports.{name}")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>A text file.</summary>
    public static string Text(string name) => System.Text.Encoding.UTF8.GetString(Bytes(name)).ReplaceLineEndings("\n");
}
