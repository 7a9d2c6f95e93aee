using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Takes a native library's C header, C source and Python module out of the generated sources, whose comments they are, and writes them
/// byte for byte, with the names of all functions. MSBuild's own tasks would change text: in what passes through an item, \ becomes /, and
/// quotes, %, ; and $ mean something.
/// </summary>
public sealed class WriteNativeFiles : Task
{
    private const string Mark = "//|";

    [Required]
    public string HeaderCode { get; set; }

    [Required]
    public string SourceCode { get; set; }

    [Required]
    public string PythonCode { get; set; }

    [Required]
    public string Header { get; set; }

    [Required]
    public string Source { get; set; }

    [Required]
    public string Python { get; set; }

    [Required]
    public string Names { get; set; }

    [Required]
    public string Exports { get; set; }

    public override bool Execute()
    {
        var header = Marked(HeaderCode);
        var names = Regex.Matches(header, @"^(?:const char \*|int\d\d_t )(\w+)\(", RegexOptions.Multiline)
            .Cast<Match>()
            .Select(match => match.Groups[1].Value)
            .ToArray();
        Write(Header, header);
        Write(Source, Marked(SourceCode));
        Write(Python, Marked(PythonCode));
        Write(Names, string.Join("\n", names) + "\n");
        Write(Exports, "{ global: " + string.Join("; ", names) + "; local: *; };\n");
        return true;
    }

    private static string Marked(string path) => string.Join("\n", File.ReadAllText(path)
        .Split('\n')
        .Where(line => line.StartsWith(Mark, StringComparison.Ordinal))
        .Select(line => line.Substring(Mark.Length)));

    private static void Write(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path)));
            File.WriteAllText(path, text, new UTF8Encoding(false));
        }
    }
}
