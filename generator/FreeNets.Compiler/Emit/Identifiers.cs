using System.Text;

namespace FreeNets.Compiler.Emit;

/// <summary>C# identifiers: which names are valid, and a valid name for any model.</summary>
public static class Identifiers
{
    private static readonly HashSet<string> s_keywords = new(
        ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum " +
        "event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace " +
        "new null object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc " +
        "static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while " +
        "__arglist __makeref __reftype __refvalue record file required scoped var dynamic await async partial where yield nameof " +
        "nint nuint unmanaged extension")
        .Split(' '),
        StringComparer.Ordinal);

    // What a generated class declares: a class cannot have the name of one of its members.
    private static readonly HashSet<string> s_members = new(
        ("Name ModelHash IsSupported Inputs Neurons Outputs Edges Flops DenseFlops Labels LabelTable StateLength FirstLogit " +
        "Input Predict PredictBatch PredictBatchParallel Classify SelfTest Run RunOnce Raw Settle SettleAll InputMean InputScale RunBatch "
            + "NativeEntries " +
        "Avx512Path Avx2Path Vector128Path ScalarPath EncoderBytes EncoderPickBytes EncoderStepBytes CheckInputs CheckInputsBits "
            + "CheckLogits CheckLogitsBits")
        .Split(' ')
        .Concat(Tables().SelectMany(static name => new[] { name, $"{name}Bits", $"{name}Memory" })),
        StringComparer.Ordinal);

    /// <summary>True for a word of the language.</summary>
    public static bool IsKeyword(string name) => s_keywords.Contains(name);

    /// <summary>True for a name that can be declared as a class: ASCII letters, digits and <c>_</c>, not a keyword.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= 200
        && !(name[0] is >= '0' and <= '9')
        && name.All(static c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_')
        && !s_keywords.Contains(name);

    /// <summary>True for a valid name that no member of a generated class has.</summary>
    public static bool IsFreeClassName(string name) =>
        IsValid(name) && !s_members.Contains(WithoutNumber(name)) && !s_members.Contains(name);

    /// <summary>True for one or more identifiers joined by dots, of letters of any script, digits and <c>_</c>.</summary>
    public static bool IsValidNamespace(string name) => name.Length <= 500 && name.Split('.').All(static part =>
        part.Length > 0 && !char.IsDigit(part[0]) && part.All(IsPlain) && !s_keywords.Contains(part));

    /// <summary>
    /// The namespace for a project's root namespace or name, as <c>dotnet new</c> writes it: <c>my-camera</c> becomes <c>my_camera</c>.
    /// </summary>
    public static string Namespace(string project) =>
        string.Join(".", project.Split('.').Where(static part => part.Length > 0).Select(static part =>
    {
        var name = string.Concat(part.Select(static c => IsPlain(c) ? c : '_'));
        return char.IsDigit(name[0]) || s_keywords.Contains(name) ? $"_{name}" : name;
    }));

    /// <summary>Block12Weights without its number.</summary>
    private static string WithoutNumber(string name) => name.StartsWith("Block", StringComparison.Ordinal)
        ? $"Block{name["Block".Length..].TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')}"
        : name;

    private static bool IsPlain(char character) => char.IsLetterOrDigit(character) || character == '_';

    /// <summary>A class name for a model's name: <c>fashion-mnist-100</c> becomes <c>FashionMnist100</c>.</summary>
    public static string ClassName(string modelName)
    {
        var name = new StringBuilder();
        var startOfWord = true;
        foreach (var character in modelName)
        {
            if (character is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9')
            {
                name.Append(startOfWord ? char.ToUpperInvariant(character) : character);
                startOfWord = false;
            }
            else
            {
                startOfWord = true;
            }
        }

        if (name.Length == 0 || name[0] is >= '0' and <= '9')
        {
            name.Insert(0, "Model");
        }

        return IsFreeClassName(name.ToString()) ? name.ToString() : $"{name}Model";
    }

    // As ConstantsEmitter names them.
    private static string[] Tables() =>
        ("EncoderWeights EncoderWords EncoderPairs EncoderSteps EncoderShifts StateStart ColumnWeights NearWeights EdgeWeights InputRounds "
            + "UnusedInputs " +
        "EncoderListStarts EncoderListRows EncoderListInputs EncoderListWeights EncoderWindows EncoderStepPicks EncoderStepWeights "
            + "EncoderStepWords " +
        "LevelPicks LevelWeights ColumnStarts ColumnPlaces RowStarts RowSources RowWeights RowTriangles BlockWeights " +
        "DecoderWeights InputMeans InputScales NeuronKinds ScalarStarts ScalarTargets ScalarWeights")
        .Split(' ');
}
