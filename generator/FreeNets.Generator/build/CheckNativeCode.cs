using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Follows the calls from a native library's entries through the object file of its C#, and says where one needs the .NET runtime,
/// which is linked but never started: a static constructor, an allocation, a type check, a lock, an exception.
/// </summary>
public sealed class CheckNativeCode : Task
{
    // What the C library, or the runtime before it starts, does for compiled code.
    private static readonly Regex s_free = new Regex(
        "^(RhpReversePInvoke|RhpReversePInvokeReturn|RhpPInvoke|RhpPInvokeReturn|RhpTrapThreads|RhpFallbackFailFast|RhpStackProbe"
        + "|__security_cookie|g_cpuFeatures"
        + "|_?_?mem(set|cpy|move|cmp)|RhSpanHelpers_MemCopy|RhSpanHelpers_MemZero)$");

    // Helpers of the runtime that are C# themselves, and so stand in the object file.
    private static readonly Regex s_runtime = new Regex(
        "^(__Get(GC|NonGC|Thread)StaticBase|__InterfaceDispatchCell|__GenericLookup|RhpNew|RhNew|RhTypeCast|RhpThrow)"
        + "|_(ClassConstructorRunner|TypeCast|RuntimeExports|ThreadStatics|Monitor)__");

    // Methods that only throw: what the C functions check first keeps them from being called.
    private static readonly Regex s_throws = new Regex("__Throw[A-Za-z_]*(<.*>)?[0-9_]*$");

    [Required]
    public string ObjectFile { get; set; }

    [Required]
    public string HelpLink { get; set; }

    public override bool Execute()
    {
        var elf = new Elf(File.ReadAllBytes(ObjectFile));
        foreach (var entry in elf.Functions.Where(
            function => function.IsExported && function.Name.StartsWith("FreeNets_", StringComparison.Ordinal))
                .OrderBy(function => function.Name, StringComparer.Ordinal))
        {
            if (NeedOf(entry, elf) is string path)
            {
                Log.LogError(
                    null, "FN1010", null, HelpLink, null, 0, 0, 0, 0,
                    "A native library never starts the .NET runtime, and the code behind one of its functions needs it: {0}. "
                    + "That is a fault of FreeNets.Compiler, unless the project has C# of its own.",
                    path);
            }
        }

        return !Log.HasLoggedErrors;
    }

    /// <summary>The calls that lead from an entry to what needs the runtime, the shortest; null where none do.</summary>
    private static string NeedOf(Symbol entry, Elf elf)
    {
        var callers = new Dictionary<string, string> { [entry.Name] = null };
        var queue = new Queue<Symbol>(new[] { entry });
        while (queue.Count > 0)
        {
            var caller = queue.Dequeue();
            foreach (var called in elf.References(caller)
                .Where(called => !callers.ContainsKey(called.Name) && !s_throws.IsMatch(called.Name)))
            {
                callers.Add(called.Name, caller.Name);
                if (s_runtime.IsMatch(called.Name) || (called.Section == 0 && !s_free.IsMatch(called.Name)))
                {
                    return Path(called.Name, callers);
                }

                if (called.IsFunction && called.Section != 0)
                {
                    queue.Enqueue(called);
                }
            }
        }

        return null;
    }

    private static string Path(string last, Dictionary<string, string> callers)
    {
        var path = new List<string>();
        for (var name = last; name != null; name = callers[name])
        {
            path.Insert(0, name);
        }

        return string.Join(" -> ", path);
    }

    private sealed class Symbol
    {
        public string Name;
        public bool IsFunction;
        public bool IsExported;
        public int Section;
        public long Start;
        public long Size;
    }

    /// <summary>What is asked of an object file for 64-bit Linux: functions, and what each refers to.</summary>
    private sealed class Elf
    {
        private const int RelocationTable = 4;
        private const int SymbolTable = 2;
        private const int Arm64 = 183;

        private readonly byte[] _file;
        private readonly Symbol[] _symbols;
        private readonly Dictionary<(int Section, long Start), Symbol> _functions = new Dictionary<(int, long), Symbol>();
        private readonly Dictionary<int, List<(long Place, int Symbol)>> _relocations = new Dictionary<int, List<(long, int)>>();

        public Elf(byte[] file)
        {
            _file = file;
            var count = BitConverter.ToUInt16(file, 60);
            var table = Enumerable.Range(0, count).First(section => Type(section) == SymbolTable);
            _symbols = Enumerable.Range(0, (int)(Size(table) / 24))
                .Select(index => ReadSymbol(table, Offset(table) + (24 * index)))
                .ToArray();
            foreach (var function in Functions)
            {
                _functions[(function.Section, function.Start)] = function;
            }

            foreach (var section in Enumerable.Range(0, count).Where(section => Type(section) == RelocationTable))
            {
                _relocations[BitConverter.ToInt32(file, Header(section) + 44)] = ReadRelocations(section);
            }
        }

        public IEnumerable<Symbol> Functions => _symbols.Where(symbol => symbol.IsFunction && symbol.Section != 0);

        public IEnumerable<Symbol> References(Symbol function)
        {
            var end = function.Start + function.Size;
            var relocations = _relocations.TryGetValue(function.Section, out var all) ? all : new List<(long Place, int Symbol)>();
            var named = relocations.Where(relocation => relocation.Place >= function.Start && relocation.Place < end)
                .Select(relocation => _symbols[relocation.Symbol]);
            return named.Concat(Branches(function)).Distinct().ToArray();
        }

        /// <summary>
        /// Calls inside a section have no relocation. On arm64 they are branches of 26 bits; on x64 four bytes behind the code of a
        /// call, a jump or an address (lea), if they lead to the very start of a function: numbers elsewhere may do so, too.
        /// </summary>
        private IEnumerable<Symbol> Branches(Symbol function)
        {
            var isArm = BitConverter.ToUInt16(_file, 18) == Arm64;
            for (var place = function.Start; place <= function.Start + function.Size - 4; place += isArm ? 4 : 1)
            {
                var bits = BitConverter.ToInt32(_file, (int)(Offset(function.Section) + place));
                var isBranch = isArm ? (bits & 0x7C000000) == 0x14000000 : IsBranch(Offset(function.Section) + (int)place);
                var target = isArm ? place + ((long)(bits << 6 >> 6) * 4) : place + 4 + bits;
                if (isBranch && _functions.TryGetValue((function.Section, target), out var called) && called != function)
                {
                    yield return called;
                }
            }
        }

        // call E8, jmp E9, jcc 0F 80 to 8F, lea 8D of an address that counts from here.
        private bool IsBranch(int at) =>
            _file[at - 1] == 0xE8 || _file[at - 1] == 0xE9
            || (_file[at - 2] == 0x0F && (_file[at - 1] & 0xF0) == 0x80)
            || (_file[at - 2] == 0x8D && (_file[at - 1] & 0xC7) == 0x05);

        private List<(long Place, int Symbol)> ReadRelocations(int section) => Enumerable.Range(0, (int)(Size(section) / 24))
            .Select(index => Offset(section) + (24 * index))
            .Select(at => (BitConverter.ToInt64(_file, at), BitConverter.ToInt32(_file, at + 12)))
            .ToList();

        private Symbol ReadSymbol(int table, int at) => new Symbol
        {
            Name = Text(Offset(BitConverter.ToInt32(_file, Header(table) + 40)) + BitConverter.ToInt32(_file, at)),
            IsFunction = (_file[at + 4] & 15) == 2,
            IsExported = (_file[at + 5] & 3) == 0,
            Section = BitConverter.ToUInt16(_file, at + 6),
            Start = BitConverter.ToInt64(_file, at + 8),
            Size = BitConverter.ToInt64(_file, at + 16),
        };

        private string Text(int at) => Encoding.UTF8.GetString(_file, at, Array.IndexOf(_file, (byte)0, at) - at);

        private int Header(int section) => (int)BitConverter.ToInt64(_file, 40) + (64 * section);

        private int Type(int section) => BitConverter.ToInt32(_file, Header(section) + 4);

        private int Offset(int section) => (int)BitConverter.ToInt64(_file, Header(section) + 24);

        private long Size(int section) => BitConverter.ToInt64(_file, Header(section) + 32);
    }
}
