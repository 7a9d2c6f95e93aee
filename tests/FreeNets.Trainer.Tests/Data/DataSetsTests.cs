using System.Text;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;
using Spectre.Console;

namespace FreeNets.Trainer.Tests.Data;

public sealed class DataSetsTests : IDisposable
{
    /// <summary>Known sets whose download fails at once: nothing listens on port 1.</summary>
    private static readonly NamedSet[] Sets =
    [
        new("tiny", FileLayout.Mnist, ["x", "y", "z"], [new RemoteFile(new Uri("http://127.0.0.1:1/train.gz"), 1, "00")]),
        new("emnist-letters", FileLayout.Emnist("letters"), ["A", "B", "C"], []),
    ];

    private readonly TemporaryFolder _folder = new();

    private DataFolders Folders => new(_folder["root"], _folder["variable"], _folder["cache"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_name_digits_are_drawn()
    {
        Assert.Equal("digits", Load(null).Name);
        Assert.Contains(DataSets.Default, DataSets.Names);
    }

    [Fact]
    public void A_folder_with_four_files_is_a_set_named_after_it()
    {
        var set = Load(_folder.WriteSet("mine", IdxBytes.FourFiles()) + "/");

        Assert.Equal(("mine", 4, 2, 3, 2), (set.Name, set.Train.Count, set.Test.Count, set.Train.Rows, set.Train.Columns));
        Assert.Equal([2, 1], set.Test.Labels);
        Assert.Equal([6, 7, 8, 9, 10, 11], set.Train.Image(1).ToArray());
        Assert.Equal(["0", "1", "2"], set.ClassNames);
    }

    [Fact]
    public void Named_sets_are_found_in_root_then_variable_then_cache()
    {
        foreach (var (place, value) in new[] { ("cache", 3), ("variable", 2), ("root", 1) })
        {
            var files = IdxBytes.FourFiles();
            files["t10k-images-idx3-ubyte"] = IdxBytes.Make(8, [2, 3, 2], [.. Enumerable.Repeat((byte)value, 12)]);
            _folder.WriteSet(Path.Combine(place, "tiny"), files);

            var set = Load("tiny");
            Assert.Equal(value, set.Test.Pixels[0]);
            Assert.Equal(["x", "y", "z"], set.ClassNames);
        }
    }

    [Fact]
    public void Other_folders_are_found_by_name_in_the_same_places()
    {
        _folder.WriteSet("variable/other", IdxBytes.FourFiles());
        Assert.Equal("other", Load("other").Name);
    }

    [Fact]
    public void The_folders_of_this_machine_come_from_option_variable_and_cache()
    {
        var folders = DataFolders.Here("given");
        Assert.Equal("given", folders.InOrder[0]);
        Assert.Equal("given", folders.Download);
        Assert.Equal("freenets", Path.GetFileName(folders.InOrder[^1]));
        Assert.True(Path.IsPathRooted(folders.Cache));
        Assert.Equal(folders.Cache, DataFolders.Here(null).Download);
    }

    [Fact]
    public void An_incomplete_folder_says_what_is_missing_and_is_not_downloaded_over()
    {
        var files = IdxBytes.FourFiles();
        files.Remove("train-labels-idx1-ubyte");
        var path = _folder.WriteSet("root/tiny", files);

        AssertFault("tiny", path, "incomplete: no train-labels-idx1-ubyte[.gz]. Add what is missing, or remove the folder");
        Assert.Equal(3, Directory.GetFiles(path).Length);
    }

    [Fact]
    public void An_unknown_name_lists_the_places_and_the_names() =>
        AssertFault("nothing", "nothing: neither a folder", _folder["variable"], "digits, tiny, emnist-letters");

    [Fact]
    public void A_download_without_network_says_how_to_do_without_it()
    {
        AssertFault(
            "tiny", "tiny: not found on this machine, and the download failed", "http://127.0.0.1:1/train.gz", _folder["root/tiny"]);
        Assert.Empty(_folder.Entries);
    }

    [Fact]
    public void Counts_of_images_and_labels_must_agree()
    {
        var files = IdxBytes.FourFiles();
        files["train-labels-idx1-ubyte"] = IdxBytes.Labels(0, 1, 2);
        AssertFault(_folder.WriteSet("set", files), "train-labels-idx1-ubyte: 3 labels for the 4 images of train-images-idx3-ubyte");
    }

    [Fact]
    public void Sizes_of_training_and_test_images_must_agree()
    {
        var files = IdxBytes.FourFiles();
        files["t10k-images-idx3-ubyte"] = IdxBytes.Images(2, 2, 3);
        AssertFault(_folder.WriteSet("set", files), "training images are 3 × 2 pixels, test images 2 × 3");
    }

    [Fact]
    public void Labels_outside_the_classes_are_named_with_their_place()
    {
        var files = IdxBytes.FourFiles();
        files["t10k-labels-idx1-ubyte"] = IdxBytes.Labels(0, 3);
        const string expected = "t10k-labels-idx1-ubyte: label 3 of image 1 (offset 9) is outside the classes, 0 to 2";
        AssertFault(_folder.WriteSet("root/tiny", files), expected);
        AssertFault("tiny", expected);
    }

    [Fact]
    public void Official_emnist_files_are_turned_upright_and_relabelled_from_0()
    {
        _folder.WriteSet("root/emnist-letters", IdxBytes.FourFiles("emnist-letters-train", "emnist-letters-test", firstLabel: 1));
        _folder.Write("root/emnist-letters/emnist-letters-mapping.txt", "1 65 97\n2 66 98\n3 67 99\n"u8.ToArray());

        foreach (var set in new[] { Load("emnist-letters"), Load(_folder["root/emnist-letters"]) })
        {
            Assert.Equal((2, 3), (set.Train.Rows, set.Train.Columns));
            Assert.Equal([0, 2, 4, 1, 3, 5], set.Train.Image(0).ToArray());
            Assert.Equal([6, 8, 10, 7, 9, 11], set.Train.Image(1).ToArray());
            Assert.Equal([0, 1, 2, 0], set.Train.Labels);
            Assert.Equal([2, 1], set.Test.Labels);
            Assert.Equal(["A", "B", "C"], set.ClassNames);
        }
    }

    [Fact]
    public void A_label_below_the_first_of_official_letters_is_a_fault()
    {
        var path = _folder.WriteSet("set", IdxBytes.FourFiles("emnist-letters-train", "emnist-letters-test"));
        AssertFault(path, "label 0 of image 0 (offset 8) is outside the classes, 1 up");
    }

    [Fact]
    public void A_folder_with_two_splits_of_emnist_is_ambiguous()
    {
        _folder.WriteSet("set", IdxBytes.FourFiles("emnist-letters-train", "emnist-letters-test", firstLabel: 1));
        _folder.WriteSet("set", IdxBytes.FourFiles("emnist-digits-train", "emnist-digits-test"));
        AssertFault(_folder["set"], "several splits of EMNIST (digits, letters)");
    }

    [Fact]
    public void Names_come_from_labels_txt()
    {
        _folder.WriteSet("set", IdxBytes.FourFiles());
        _folder.Write("set/labels.txt", "a shirt\nshoe\n\nbag\n"u8.ToArray());
        Assert.Equal(["a shirt", "shoe", "bag"], Load(_folder["set"]).ClassNames);
    }

    [Theory]
    [InlineData("0 48\n2 49\n1 50\n", "mapping.txt: '2 49', entry 2, is not 'LABEL CODE' with label 1")]
    [InlineData("0\n1 49\n2 50\n", "mapping.txt: '0', entry 1")]
    [InlineData("0 55296\n1 49\n2 50\n", "mapping.txt: '0 55296', entry 1")]
    [InlineData("0 48\n1 49\n", "label 2 of image 2 (offset 10) is outside the classes, 0 to 1")]
    [InlineData("", "mapping.txt: 0 lines; classes number 1 to 256")]
    public void A_wrong_mapping_is_a_fault(string mapping, string expected)
    {
        _folder.WriteSet("set", IdxBytes.FourFiles());
        _folder.Write("set/mapping.txt", Encoding.UTF8.GetBytes(mapping));
        AssertFault(_folder["set"], expected);
    }

    [Fact]
    public void The_table_of_known_sets_is_whole()
    {
        Assert.Equal(["digits", "mnist", "fashion-mnist", "kmnist", "emnist-balanced", "emnist-letters"], DataSets.Names);
        Assert.Equal([10, 10, 10, 47, 26], NamedSets.All.Select(set => set.ClassNames.Distinct().Count()));
        Assert.All(NamedSets.All.SelectMany(set => set.Sources), source => Assert.Matches("^[0-9a-f]{64}$", source.Sha256));
        Assert.All(NamedSets.All, set => Assert.Equal(
            set.Layout.Files.Select(file => file + ".gz"),
            set.Sources.SelectMany(source => source.Members ?? [source.Name]).Select(Path.GetFileName)));
    }

    private DataSet Load(string? data) => DataSets.Load(data, Folders, Sets, TestConsole.Quiet());

    private void AssertFault(string data, params string[] expected)
    {
        var fault = Assert.Throws<DataException>(() => Load(data));
        Assert.All(expected, text => Assert.Contains(text, fault.Message, StringComparison.Ordinal));
    }
}
