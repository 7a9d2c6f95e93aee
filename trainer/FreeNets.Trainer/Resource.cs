namespace FreeNets.Trainer;

/// <summary>Files that this assembly carries, for the pages it writes.</summary>
internal static class Resource
{
    /// <summary>The bytes of a file.</summary>
    public static byte[] Bytes(string name)
    {
        using var stream = typeof(Resource).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>A text file.</summary>
    public static string Text(string name) => System.Text.Encoding.UTF8.GetString(Bytes(name)).ReplaceLineEndings("\n");
}
