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
        "record file required scoped var dynamic await async partial where yield nameof")
        .Split(' '),
        StringComparer.Ordinal);

    // Names that generated code uses inside the class, or declares there: a class of that name would hide them or be hidden.
    private static readonly HashSet<string> s_used = new(
        ("Name ModelHash IsSupported Inputs Neurons Outputs Edges Flops DenseFlops Labels LabelTable " +
        "Predict PredictBatch PredictBatchParallel Classify SelfTest Run RunOnce Raw Settle SettleAll InputMean InputScale RunBatch RunBlock RunBlocks NativeEntries " +
        "StateLength FirstLogit InputRounds UnusedInputs EncoderWeights StateStart ColumnWeights EdgeWeights CheckInputs CheckLogits " +
        "ColumnStarts ColumnPlaces RowStarts RowSources RowWeights RowTriangles ScalarStarts ScalarTargets ScalarWeights " +
        "EncoderBytes EncoderWords EncoderPairs EncoderSteps EncoderShifts " +
        "Avx512Path Avx2Path Vector128Path ScalarPath Vector128 Vector256 Vector512 Avx Avx2 Avx512F Fma Unsafe MemoryMarshal " +
        "MethodImpl MethodImplOptions Span ReadOnlySpan Memory ReadOnlyMemory GeneratedCode System FreeNets")
        .Split(' '),
        StringComparer.Ordinal);

    /// <summary>True for a name that can be declared as a class: ASCII letters, digits and <c>_</c>, not a keyword.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= 200
        && !(name[0] is >= '0' and <= '9')
        && name.All(static c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_')
        && !s_keywords.Contains(name);

    /// <summary>True for a valid name that generated code does not use itself.</summary>
    public static bool IsFreeClassName(string name) => IsValid(name) && !s_used.Contains(name);

    /// <summary>True for one or more valid identifiers joined by dots.</summary>
    public static bool IsValidNamespace(string name) => name.Length <= 500 && name.Split('.').All(IsValid);

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
}
