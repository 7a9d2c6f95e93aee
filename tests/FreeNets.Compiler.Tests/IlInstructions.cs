using System.Reflection;
using System.Reflection.Emit;

namespace FreeNets.Compiler.Tests;

/// <summary>Counts the IL instructions of a method: what RyuJIT looks at before it decides whether to optimise.</summary>
internal static class IlInstructions
{
    private static readonly Dictionary<short, OpCode> s_opCodes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static code => code.Value);

    public static int Count(MethodBase method)
    {
        var il = method.GetMethodBody()!.GetILAsByteArray()!;
        var (count, at) = (0, 0);
        while (at < il.Length)
        {
            var code = il[at] == 0xFE ? s_opCodes[(short)(0xFE00 | il[at + 1])] : s_opCodes[il[at]];
            at += code.Size + OperandSize(code, il, at + code.Size);
            count++;
        }

        return count;
    }

    private static int OperandSize(OpCode code, byte[] il, int at) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
        _ => 4,
    };
}
