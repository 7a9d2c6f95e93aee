
namespace FreeNets.Trainer.Data.Idx;

/// <summary>The data sets known by name.</summary>
/// <remarks>Sizes and checksums are those of the files as published, which mirrors and other libraries agree on.</remarks>
public static class NamedSets
{
    /// <summary>The set that needs no file: <see cref="DrawnDigits.Digits"/>.</summary>
    public const string Digits = "digits";

    /// <summary>The sets that can be downloaded.</summary>
    public static IReadOnlyList<NamedSet> All { get; } = [Mnist(), FashionMnist(), Kmnist(), EmnistBalanced(), EmnistLetters()];

    private static NamedSet Mnist() => new("mnist", FileLayout.Mnist, ClassNames.Numbers(10), FourFiles(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        (9912422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
        (28881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
        (1648877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
        (4542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")));

    private static NamedSet FashionMnist() => new("fashion-mnist", FileLayout.Mnist,
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
        FourFiles(
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
            (26421880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            (29515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            (4422102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            (5148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")));

    private static NamedSet Kmnist() => new("kmnist", FileLayout.Mnist,
        ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"],
        FourFiles(
            "https://codh.rois.ac.jp/kmnist/dataset/kmnist/",
            (18165135, "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4"),
            (29497, "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17"),
            (3041136, "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5"),
            (5120, "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c")));

    // Balanced keeps apart only those lower-case letters that do not look like their capitals.
    private static NamedSet EmnistBalanced() => Emnist("balanced", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt");

    private static NamedSet EmnistLetters() => Emnist("letters", "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static NamedSet Emnist(string split, string characters)
    {
        var layout = FileLayout.Emnist(split);
        var archive = new RemoteFile(
            new Uri("https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip"),
            561753746,
            "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e",
            [.. layout.Files.Select(file => $"gzip/{file}.gz")]);
        return new NamedSet($"emnist-{split}", layout, [.. characters.Select(character => character.ToString())], [archive]);
    }

    private static List<RemoteFile> FourFiles(string address, params ReadOnlySpan<(long Bytes, string Sha256)> files)
    {
        var sources = new List<RemoteFile>();
        foreach (var (bytes, sha256) in files)
        {
            sources.Add(new RemoteFile(new Uri($"{address}{FileLayout.Mnist.Files[sources.Count]}.gz"), bytes, sha256));
        }
        return sources;
    }
}
