using System.Text;

namespace FreeNets.Model.Json;

/// <summary>Writes indented JSON, one member or item a line: two spaces a level, <c>\n</c> line ends.</summary>
internal sealed class JsonWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _isFirst = true;

    /// <summary>Starts an object or array, as a member where <paramref name="name"/> is given.</summary>
    public void Open(char bracket, string? name = null)
    {
        if (_depth > 0)
        {
            NextLine(name);
        }

        _text.Append(bracket);
        _depth++;
        _isFirst = true;
    }

    public void Close(char bracket)
    {
        _depth--;
        if (!_isFirst)
        {
            NewLine();
        }

        _text.Append(bracket);
        _isFirst = false;
    }

    /// <summary>A number, already formatted.</summary>
    public void Number(string name, string number)
    {
        NextLine(name);
        _text.Append(number);
    }

    /// <summary>A string of well-formed UTF-16, as a member where <paramref name="name"/> is given.</summary>
    public void String(string? name, string value)
    {
        NextLine(name);
        _text.Append('"');
        foreach (var c in value)
        {
            if (c is '"' or '\\')
            {
                _text.Append('\\');
            }

            _text.Append(c);
        }

        _text.Append('"');
    }

    public override string ToString() => _text.ToString();

    private void NextLine(string? name)
    {
        if (!_isFirst)
        {
            _text.Append(',');
        }

        _isFirst = false;
        NewLine();
        if (name is not null)
        {
            _text.Append('"').Append(name).Append("\": ");
        }
    }

    private void NewLine() => _text.Append('\n').Append(' ', 2 * _depth);
}
