using System.Text;

namespace FreeNets.Compiler.Text;

/// <summary>Writes indented lines; the nesting of calls mirrors the nesting of what is written.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _written = [];
    private int _depth;

    /// <summary>Writes one line at the current depth, or several where it would be too long; an empty line has no indentation.</summary>
    public void Line(string line = "")
    {
        if (line.Length == 0)
        {
            _text.Append('\n');
            return;
        }

        foreach (var part in LineBreaks.Of(line, _depth * 4))
        {
            _text.Append(' ', _depth * 4).Append(part).Append('\n');
        }
    }

    /// <summary>Writes each line of a fixed text at the current depth.</summary>
    public void Lines(string lines)
    {
        foreach (var line in lines.Replace("\r\n", "\n").Split('\n'))
        {
            Line(line);
        }
    }

    /// <summary>Writes fixed texts one after the other, each line at the current depth.</summary>
    public void AllLines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Lines(line);
        }
    }

    /// <summary>Writes a method that several stages call, the first time that one of them asks for it.</summary>
    public void Once(string method, Action write)
    {
        if (_written.Add(method))
        {
            write();
        }
    }

    /// <summary>Writes <paramref name="head"/>, then what <paramref name="body"/> writes, one step deeper and in braces.</summary>
    public void Block(string head, Action body)
    {
        Lines(head);
        Block(body);
    }

    /// <summary>
    /// Writes a loop over a variable whose name <paramref name="body"/> is given; what would run once stands alone, with the value for
    /// the name, and what never runs is left out.
    /// </summary>
    public void Loop(string variable, long first, long end, long step, Action<string> body)
    {
        if (first + step < end)
        {
            var next = step == 1 ? $"{variable}++" : $"{variable} += {CSharpText.Integer(step)}";
            Block($"for (nint {variable} = {CSharpText.Integer(first)}; {variable} < {CSharpText.Integer(end)}; "
                + $"{next})", () => body(variable));
        }
        else if (first < end)
        {
            body(CSharpText.Integer(first));
        }
    }

    /// <summary>Writes what <paramref name="body"/> writes, one step deeper and in braces.</summary>
    public void Block(Action body)
    {
        Line("{");
        _depth++;
        body();
        _depth--;
        Line("}");
    }

    /// <summary>All text so far.</summary>
    public override string ToString() => _text.ToString();
}
