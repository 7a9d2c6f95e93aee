using FreeNets.Import;
using FreeNets.Model;

namespace FreeNets.Trainer.Commands.Models;

/// <summary>A model that a command is given: a model file, or a network of another program.</summary>
internal static class AnyModel
{
    /// <summary>What the help says of such an argument.</summary>
    public static string Description { get; } =
        $"A model file (.fnet), or a network that freenets import reads ({string.Join(", ", NetworkFile.Extensions)}).";

    /// <exception cref="FnetException">It is a model file that cannot be read.</exception>
    /// <exception cref="ImportException">It is a network that cannot be read.</exception>
    public static FreeNet Load(string path) => NetworkFile.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
        ? NetworkFile.Read(path).Net
        : FnetFile.Load(path);
}
