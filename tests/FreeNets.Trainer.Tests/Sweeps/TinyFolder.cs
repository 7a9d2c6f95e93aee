using FreeNets.Trainer.Data;
using FreeNets.Trainer.Tests.Data;
using FreeNets.Trainer.Tests.Training;

namespace FreeNets.Trainer.Tests.Sweeps;

/// <summary><see cref="TinySet"/> as files, for trainings in processes of their own that end within a second.</summary>
internal static class TinyFolder
{
    /// <summary>Writes the set "tiny" below a folder.</summary>
    /// <returns>The data root.</returns>
    public static string Write(TemporaryFolder folder)
    {
        var set = TinySet.Create(train: 2000);
        folder.WriteSet("data/tiny", new Dictionary<string, byte[]>
        {
            ["train-images-idx3-ubyte"] = Images(set.Train),
            ["train-labels-idx1-ubyte"] = IdxBytes.Labels(set.Train.Labels),
            ["t10k-images-idx3-ubyte"] = Images(set.Test),
            ["t10k-labels-idx1-ubyte"] = IdxBytes.Labels(set.Test.Labels),
        });
        return folder["data"];
    }

    private static byte[] Images(ImageSet images) =>
        IdxBytes.Make(8, [images.Count, images.Rows, images.Columns], images.Pixels);
}
