using System.Runtime.InteropServices;
using System.Text;

namespace FreeNets.Model;

/// <summary>What a name of the file system stands for, where that can be told.</summary>
internal static class FileKind
{
    /// <summary>A file that can be replaced.</summary>
    public const string Regular = "regular file";

    private const int CurrentFolder = -100;
    private const int ModeOffset = 28;
    private const uint TypeAndMode = 3;

    /// <summary>The kind in words; null where there is no such name, or the system has no way to tell.</summary>
    public static string? Of(string path)
    {
        // struct statx is the same on every architecture, which struct stat is not.
        var status = new byte[256];
        try
        {
            if (statx(CurrentFolder, Encoding.UTF8.GetBytes(path + "\0"), 0, TypeAndMode, status) != 0)
            {
                return null;
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }

        return (BitConverter.ToUInt16(status, ModeOffset) & 0xF000) switch
        {
            0x8000 => Regular,
            0x4000 => "folder",
            0x2000 or 0x6000 => "device",
            0x1000 => "pipe",
            0xC000 => "socket",
            _ => null,
        };
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int folder, byte[] path, int flags, uint mask, [Out] byte[] status);
}
