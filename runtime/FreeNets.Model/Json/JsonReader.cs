namespace FreeNets.Model.Json;

/// <summary>
/// A strict reader of RFC 8259 that keeps the offset of every value. Ours, because the source generator that compiles it in may
/// not bring an assembly which its host also has.
/// </summary>
/// <remarks>
/// Besides malformed text it refuses what would let a small file cost much: duplicate members, more than
/// <see cref="MaxDepth"/> levels, <see cref="MaxMembers"/> members an object, <see cref="MaxValues"/> values. Time and memory are linear.
/// </remarks>
internal sealed class JsonReader
{
    public const int MaxDepth = 16;
    public const int MaxMembers = 64;
    public const int MaxValues = 100_000;

    private readonly string _text;
    private int _position;
    private int _depth;
    private int _values;

    private JsonReader(string text) => _text = text;

    private char Current => _position < _text.Length ? _text[_position] : '\0';

    /// <summary>The one value that <paramref name="text"/> holds; a byte order mark before it is skipped.</summary>
    /// <exception cref="JsonFaultException">The text is not JSON or exceeds a limit.</exception>
    public static JsonValue Read(string text)
    {
        var reader = new JsonReader(text);
        if (reader.Current == '\uFEFF')
        {
            reader._position++;
        }

        reader.SkipWhiteSpace();
        var value = reader.ReadValue();
        reader.SkipWhiteSpace();
        return reader._position == text.Length ? value : throw reader.Unexpected("the end of the text");
    }

    public static bool IsWhiteSpace(char c) => c is ' ' or '\n' or '\r' or '\t';

    private JsonValue ReadValue()
    {
        if (++_values > MaxValues)
        {
            throw Fault($"The text holds more than {MaxValues} values.");
        }

        return Current switch
        {
            '{' => Nested(ReadObject),
            '[' => Nested(ReadArray),
            '"' => ReadString(),
            '-' or (>= '0' and <= '9') => ReadNumber(),
            't' => ReadLiteral("true"),
            'f' => ReadLiteral("false"),
            'n' => ReadLiteral("null"),
            _ => throw Unexpected("a value"),
        };
    }

    private JsonValue Nested(Func<JsonValue> read)
    {
        if (++_depth > MaxDepth)
        {
            throw Fault($"Values are nested more than {MaxDepth} levels deep.");
        }

        var value = read();
        _depth--;
        return value;
    }

    private JsonObject ReadObject()
    {
        var offset = _position++;
        var members = new List<JsonMember>();
        SkipWhiteSpace();
        if (TryTake('}'))
        {
            return new JsonObject(offset, members);
        }

        do
        {
            SkipWhiteSpace();
            members.Add(ReadMember(members));
            SkipWhiteSpace();
        }
        while (TryTake(','));

        return TryTake('}') ? new JsonObject(offset, members) : throw Unexpected("',' or '}'");
    }

    private JsonMember ReadMember(List<JsonMember> before)
    {
        if (Current != '"')
        {
            throw Unexpected("a member's name in double quotes");
        }

        if (before.Count == MaxMembers)
        {
            throw Fault($"An object has more than {MaxMembers} members.");
        }

        var name = ReadString();
        foreach (var member in before)
        {
            if (member.Name == name.Text)
            {
                throw new JsonFaultException(name.Offset, $"The member {Quoted.Text(name.Text)} occurs twice; remove one.");
            }
        }

        SkipWhiteSpace();
        if (!TryTake(':'))
        {
            throw Unexpected("':'");
        }

        SkipWhiteSpace();
        return new JsonMember(name.Offset, name.Text, ReadValue());
    }

    private JsonArray ReadArray()
    {
        var offset = _position++;
        var items = new List<JsonValue>();
        SkipWhiteSpace();
        if (TryTake(']'))
        {
            return new JsonArray(offset, items);
        }

        do
        {
            SkipWhiteSpace();
            items.Add(ReadValue());
            SkipWhiteSpace();
        }
        while (TryTake(','));

        return TryTake(']') ? new JsonArray(offset, items) : throw Unexpected("',' or ']'");
    }

    private JsonString ReadString()
    {
        var (text, end, escaped) = JsonStringReader.Read(_text, _position);
        var value = new JsonString(_position, text, escaped);
        _position = end;
        return value;
    }

    private JsonNumber ReadNumber()
    {
        var offset = _position;
        TryTake('-');
        if (!TryTake('0'))
        {
            TakeDigits();
        }

        if (TryTake('.'))
        {
            TakeDigits();
        }

        if (TryTake('e') || TryTake('E'))
        {
            if (!TryTake('+'))
            {
                TryTake('-');
            }

            TakeDigits();
        }

        return new JsonNumber(offset, _text.Substring(offset, _position - offset));
    }

    private void TakeDigits()
    {
        if (Current is < '0' or > '9')
        {
            throw Unexpected("a digit");
        }

        while (Current is >= '0' and <= '9')
        {
            _position++;
        }
    }

    private JsonLiteral ReadLiteral(string literal)
    {
        if (string.CompareOrdinal(_text, _position, literal, 0, literal.Length) != 0)
        {
            throw Unexpected("a value");
        }

        var value = new JsonLiteral(_position, literal);
        _position += literal.Length;
        return value;
    }

    private bool TryTake(char c)
    {
        // The length is asked too: Current says NUL at the end.
        if (_position == _text.Length || _text[_position] != c)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void SkipWhiteSpace()
    {
        while (IsWhiteSpace(Current))
        {
            _position++;
        }
    }

    private JsonFaultException Fault(string message) => new(_position, message);

    private JsonFaultException Unexpected(string expected) => Fault(
        _position == _text.Length
            ? $"The text ends where {expected} should stand; it may have been cut off."
            : $"Expected {expected}, found {Quoted.Text(_text.Substring(_position, 1))}.");
}
