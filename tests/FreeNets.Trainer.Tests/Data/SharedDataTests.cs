using System.Security.Cryptography;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;
using Spectre.Console;

namespace FreeNets.Trainer.Tests.Data;

public sealed class SharedDataTests
{
    [SkippableTheory]
    [InlineData("mnist", "6bbc9ace898e44ae57da46a324031adb", "a25bea736e30d166cdddb491f175f624",
        "2646ac647ad5339dbf082846283269ea", "27ae3e4e09519cfbb04c329615203637")]
    [InlineData("fashion-mnist", "f4a8712d7a061bf5bd6d2ca38dc4d50a", "9018921c3c673c538a1fc5bad174d6f9",
        "8181f5470baa50b63fa0f6fddb340f0a", "15d484375f8d13e6eb1aabb0c3f46965")]
    public void The_published_sets_are_read_byte_for_byte(
        string name, string trainImages, string trainLabels, string testImages, string testLabels)
    {
        SharedData.Require(name);
        var set = DataSets.Load(name, SharedData.Root, AnsiConsole.Console);

        Assert.Equal((60_000, 10_000, 28, 28, 10), (set.Train.Count, set.Test.Count, set.Train.Rows, set.Train.Columns, set.Classes));
        Assert.Equal(
            [trainImages, trainLabels, testImages, testLabels],
            new[] { Images(set.Train), Labels(set.Train), Images(set.Test), Labels(set.Test) });
    }

    [SkippableTheory]
    [InlineData("emnist-balanced-subset", 95_495, 7_050, 47, "a")]
    [InlineData("emnist-letters-subset", 41_600, 7_800, 26, "")]
    public void Folders_with_a_mapping_are_read_with_its_names(string name, int train, int test, int classes, string name36)
    {
        var set = DataSets.Load(SharedData.Require(name), null, AnsiConsole.Console);

        Assert.Equal((name, train, test, classes), (set.Name, set.Train.Count, set.Test.Count, set.Classes));
        Assert.Equal(classes == 47 ? "A" : "K", set.ClassNames[10]);
        Assert.Equal(name36, set.ClassNames.ElementAtOrDefault(36) ?? "");
    }

    private static string Images(ImageSet set) => Md5([set.Count, set.Rows, set.Columns], set.Pixels);

    private static string Labels(ImageSet set) => Md5([set.Count], set.Labels);

    /// <summary>Of the file the values came from: its header is made again.</summary>
    private static string Md5(int[] sizes, byte[] values)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(IdxBytes.Make(8, sizes, []));
        hash.AppendData(values);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
