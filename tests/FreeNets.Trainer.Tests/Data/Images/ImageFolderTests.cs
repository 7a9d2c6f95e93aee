using FreeNets.Trainer.Commands;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;
using FreeNets.Trainer.Data.Images;
using SkiaSharp;
using Spectre.Console;

namespace FreeNets.Trainer.Tests.Data.Images;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _told = [];

    public void Dispose() => _folder.Dispose();

    /// <summary>Images of MNIST as PNG files, by label, give the bytes of its IDX files, in the same order.</summary>
    [SkippableFact]
    public void Mnist_as_png_gives_the_same_inputs_to_the_bit()
    {
        var mnist = DataSets.Load(SharedData.Require("mnist"), null, AnsiConsole.Console);
        var (train, test) = (First(mnist.Train, 600), First(mnist.Test, 200));
        WriteAll("train", train);
        WriteAll("test", test);

        var data = Load();

        Assert.Equal(mnist.ClassNames, data.OutputNames);
        Assert.Equal(train.Pixels, data.Train.Bytes);
        Assert.Equal(train.Labels, data.Train.Labels);
        Assert.Equal(test.Pixels, data.Test.Bytes);
        Assert.Equal(test.Labels, data.Test.Labels);
        Assert.Equal((28, 28), data.Train.Image);
    }

    [Theory]
    [InlineData("png", 0)]
    [InlineData("bmp", 0)]
    [InlineData("jpg", 4)]
    public void Each_kind_of_file_is_read(string kind, int tolerance)
    {
        byte[] grey = [.. Enumerable.Range(0, 64).Select(static i => (byte)((i / 8 * 20) + (i % 8 * 10)))];
        Write($"a/one.{kind}", 8, 8, grey, kind);

        var (picture, fault) = Picture.Read(_folder[$"a/one.{kind}"], Channels.Grey);

        Assert.Null(fault);
        Assert.All(grey.Zip(picture!.Bytes), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
    }

    [Fact]
    public void Colours_are_three_bytes_or_their_luminance_and_what_is_transparent_is_white()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(3, 1, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.SetPixel(0, 0, new SKColor(200, 100, 50));
        bitmap.SetPixel(1, 0, new SKColor(0, 0, 255));
        bitmap.SetPixel(2, 0, new SKColor(9, 9, 9, 0));
        Save(bitmap, "colour.png", SKEncodedImageFormat.Png);

        Assert.Equal([200, 100, 50, 0, 0, 255, 255, 255, 255], Picture.Read(_folder["colour.png"], Channels.Rgb).Picture!.Bytes);
        Assert.Equal([124, 29, 255], Picture.Read(_folder["colour.png"], Channels.Grey).Picture!.Bytes);
    }

    [Fact]
    public void A_size_keeps_the_shape_by_black_beside_or_by_the_middle()
    {
        var picture = new Picture(4, 2, 1, [10, 20, 30, 40, 50, 60, 70, 80]);

        // Means of two pixels: 15, 35, 55, 75; half of each row of the frame lies outside.
        Assert.Equal([8, 18, 28, 38], picture.Resize(2, 2, Fit.Pad).Bytes);
        Assert.Equal([20, 30, 60, 70], picture.Resize(2, 2, Fit.Crop).Bytes);
        Assert.Equal([35, 55], picture.Resize(2, 1, Fit.Pad).Bytes);
        Assert.Equal([10, 10, 20, 20], picture.Resize(8, 4, Fit.Pad).Bytes[..4]);
        Assert.Same(picture, picture.Resize(4, 2, Fit.Crop));
    }

    [Fact]
    public void Images_of_a_folder_are_held_out_by_class_and_brought_to_one_size()
    {
        for (var n = 0; n < 10; n++)
        {
            Write($"cat/{n}.png", 4 + n, 6, new byte[6 * (4 + n)].Select(static _ => (byte)100).ToArray());
            Write($"dog/{n}.png", 6, 4 + n, new byte[6 * (4 + n)].Select(static _ => (byte)200).ToArray());
        }

        var data = Load(new ImageOptions { Size = (5, 3), Fit = Fit.Crop, Channels = Channels.Rgb });

        Assert.Equal((16, 4, 45), (data.Train.Count, data.Test.Count, data.Train.Inputs));
        Assert.Equal([0, 0, 1, 1], data.Test.Labels.Select(static label => (int)label).Order());
        Assert.All(
            Enumerable.Range(0, 16),
            n => Assert.All(data.Train.Row(n), value => Assert.Equal(data.Train.Labels[n] == 0 ? 100 : 200, value)));
    }

    [Theory]
    [InlineData("0 sub-folders with images; 2 to 256 are needed, one a label. Put the files of each label into a folder")]
    [InlineData("1 sub-folders with images", "a/1.png")]
    [InlineData("/b: no images in this folder (.png, .jpg, .jpeg, .bmp). Add some, "
        + "or remove the folder.", "a/1.png", "a/2.png", "b/notes.txt")]
    [InlineData("only one sample is 'b', which cannot both be trained on and tested with", "a/1.png", "a/2.png", "a/3.png", "b/1.png")]
    [InlineData("the labels 'Cat' and 'cat' differ by case or blanks only", "Cat/1.png", "cat/2.png")]
    [InlineData("/b/big.png: 9 × 8 pixels, and the images before it have 8 × 8. Give --size", "a/1.png", "b/big.png")]
    [InlineData("1 images cannot be read: ", "a/1.png", "a/broken.png", "b/2.png")]
    [InlineData("/test/c: the label 'c' is not among those to train on, a, b", "train/a/1.png", "train/b/1.png", "test/c/1.png")]
    [InlineData("/test: no images to test with", "train/a/1.png", "train/b/1.png", "test/a/notes.txt")]
    [InlineData("/a/huge.png: 600 × 600 pixels are 360,000 inputs, above 262,144. Give --size", "a/huge.png", "b/huge.png")]
    public void Folders_that_cannot_be_used_are_refused_with_the_file(string message, params string[] files)
    {
        foreach (var file in files)
        {
            switch (Path.GetFileName(file))
            {
                case "notes.txt" or "broken.png":
                    _folder.Write(file, [1, 2, 3]);
                    break;
                default:
                    var (width, height) = Path.GetFileName(file) switch { "big.png" => (9, 8), "huge.png" => (600, 600), _ => (8, 8) };
                    Write(file, width, height, [.. Enumerable.Repeat((byte)9, width * height)]);
                    break;
            }
        }

        Assert.Contains(message, Assert.Throws<DataException>(() => Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_that_cannot_be_read_are_left_out_and_named_when_asked_for()
    {
        for (var n = 0; n < 8; n++)
        {
            Write($"{"ab"[n % 2]}/{n}.png", 8, 8, [.. Enumerable.Repeat((byte)9, 64)]);
        }

        var png = File.ReadAllBytes(_folder["a/0.png"]);
        _folder.Write("a/cut.png", png[..(png.Length / 2)]);

        Assert.Equal(8, Load(new ImageOptions { SkipUnreadable = true }) is var data ? data.Train.Count + data.Test.Count : 0);
        Assert.Contains("1 images cannot be read and are left out: ", Assert.Single(_told), StringComparison.Ordinal);
        Assert.Contains("cut.png: it is ", _told[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_trained_on_by_the_command()
    {
        for (var n = 0; n < 40; n++)
        {
            Write(
                $"{(n % 2 == 0 ? "dark" : "light")}/{n}.png", 6, 6,
                [.. Enumerable.Range(0, 36).Select(i => (byte)((n % 2 * 150) + ((n * i * 7) % 90)))]);
        }

        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await FreeNetsCommand.InvokeAsync(
            ["train", "--data", _folder.Path, "--size", "4x4", "-k", "8", "-o", _folder["model.fnet"]], output, error);

        Assert.Equal((0, ""), (exitCode, error.ToString()));
        Assert.Contains("32 training and 8 test images of 4×4, 2 classes", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(": 100.00 %", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("recall", output.ToString(), StringComparison.Ordinal);
    }

    private TrainingData Load(ImageOptions? options = null) =>
        ImageFolder.Load(_folder.Path, options ?? new(), new Holding(0.2, 1), _told.Add);

    private static ImageSet First(ImageSet images, int count) =>
        images with { Pixels = images.Pixels[..(count * images.PixelsPerImage)], Labels = images.Labels[..count] };

    private void WriteAll(string folder, ImageSet images)
    {
        for (var n = 0; n < images.Count; n++)
        {
            Write($"{folder}/{images.Labels[n]}/{n:D5}.png", images.Columns, images.Rows, images.Image(n).ToArray());
        }
    }

    private void Write(string name, int width, int height, byte[] grey, string kind = "png")
    {
        if (kind == "bmp")
        {
            _folder.Write(name, Bitmap(width, height, grey));
            return;
        }

        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
        for (var y = 0; y < height; y++)
        {
            grey.AsSpan(y * width, width).CopyTo(bitmap.GetPixelSpan()[(y * bitmap.RowBytes)..]);
        }

        Save(bitmap, name, kind == "jpg" ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png);
    }

    private void Save(SKBitmap bitmap, string name, SKEncodedImageFormat format)
    {
        using var encoded = bitmap.Encode(format, 100);
        _folder.Write(name, encoded.ToArray());
    }

    /// <summary>A BMP file of 24 bits a pixel, which SkiaSharp reads and does not write.</summary>
    private static byte[] Bitmap(int width, int height, byte[] grey)
    {
        var stride = ((width * 3) + 3) / 4 * 4;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("BM"u8);
        Array.ForEach(
            [54 + (stride * height), 0, 54, 40, width, height, 1 | (24 << 16), 0, stride * height, 2835, 2835, 0, 0], writer.Write);
        for (var y = height - 1; y >= 0; y--)
        {
            var row = new byte[stride];
            for (var x = 0; x < width * 3; x++)
            {
                row[x] = grey[(y * width) + (x / 3)];
            }

            writer.Write(row);
        }

        return stream.ToArray();
    }
}
