using System.Net;
using System.Text;

namespace FreeNets.Trainer.Reports.Pages;

/// <summary>Writes HTML that is XML too. All text is escaped; only <see cref="Raw"/> is not.</summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    /// <summary>An element around <paramref name="content"/>.</summary>
    public Html Element(string name, Action content, params (string Name, string? Value)[] attributes)
    {
        Open(name, attributes);
        _text.Append('\n');
        content();
        _text.Append(System.Globalization.CultureInfo.InvariantCulture, $"</{name}>\n");
        return this;
    }

    /// <summary>An element with a text in it.</summary>
    public Html Element(string name, string text, params (string Name, string? Value)[] attributes)
    {
        Open(name, attributes);
        _text.Append(Escape(text)).Append(System.Globalization.CultureInfo.InvariantCulture, $"</{name}>\n");
        return this;
    }

    /// <summary>Markup made here, never text from a file.</summary>
    public Html Raw(string markup)
    {
        _text.Append(markup).Append('\n');
        return this;
    }

    /// <summary>What was written.</summary>
    public override string ToString() => _text.ToString();

    // "k = 30" stays on one line.
    private static string Escape(string text) =>
        WebUtility.HtmlEncode(text).Replace("k = ", "k&#160;=&#160;", StringComparison.Ordinal);

    private void Open(string name, (string Name, string? Value)[] attributes)
    {
        _text.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                _text.Append(System.Globalization.CultureInfo.InvariantCulture, $" {attribute}=\"{Escape(value)}\"");
            }
        }

        _text.Append('>');
    }
}
