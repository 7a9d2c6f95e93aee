using FreeNets.Trainer.Data;
using FreeNets.Trainer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Tests.Training;

public sealed class ImageShiftTests
{
    private const int Rows = 5;
    private const int Columns = 7;

    [Fact]
    public void Every_image_is_moved_by_whole_pixels_and_zeros_move_in()
    {
        var images = Images(400);
        using var scope = NewDisposeScope();
        using var shift = new ImageShift(Samples.Of(images), 2, seed: 1);
        var pixels = Tensor(images);
        var before = pixels.data<byte>().ToArray();

        var moved = shift.Move(pixels).data<byte>().ToArray();

        var seen = new HashSet<(int, int)>();
        for (var n = 0; n < images.Count; n++)
        {
            var image = moved.AsSpan(n * Rows * Columns, Rows * Columns).ToArray();
            var by = Assert.Single(Moves(2), move => Moved(images.Image(n), move).SequenceEqual(image));
            seen.Add(by);
        }

        Assert.Equal(Moves(2), seen.Order());
        Assert.Equal(before, pixels.data<byte>().ToArray());
    }

    [Fact]
    public void A_batch_is_moved_as_one_where_asked_for()
    {
        var images = Images(20);
        using var scope = NewDisposeScope();
        using var shift = new ImageShift(Samples.Of(images), 1, seed: 1, ShiftPer.Batch);
        var seen = new HashSet<(int, int)>();
        for (var pass = 0; pass < 100; pass++)
        {
            var moved = shift.Move(Tensor(images)).data<byte>().ToArray();
            seen.Add(Assert.Single(Moves(1), move => Enumerable.Range(0, images.Count).All(n =>
                Moved(images.Image(n), move).SequenceEqual(moved.AsSpan(n * Rows * Columns, Rows * Columns).ToArray()))));
        }

        Assert.Equal(Moves(1), seen.Order());
    }

    [Fact]
    public void The_seed_decides_and_every_pass_is_drawn_anew()
    {
        var (first, second) = TwoPasses(1);

        Assert.Equal((first, second), TwoPasses(1));
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, TwoPasses(2).First);

        static (string First, string Second) TwoPasses(long seed)
        {
            var images = Images(20);
            using var scope = NewDisposeScope();
            using var shift = new ImageShift(Samples.Of(images), 1, seed);
            var pixels = Tensor(images);
            return (Convert.ToHexString(shift.Move(pixels).data<byte>().ToArray()), Convert.ToHexString(shift.Move(pixels).bytes));
        }
    }

    [Fact]
    public void Only_the_result_is_left()
    {
        var images = Images(3);
        using var shift = new ImageShift(Samples.Of(images), 1, seed: 1);
        using var pixels = Tensor(images);
        var live = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        using (shift.Move(pixels))
        {
            Assert.Equal(live + 1, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        }

        Assert.Equal(live, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(1, 35)]
    [InlineData(35, 1)]
    [InlineData(1, 1)]
    public void Inputs_that_are_no_images_cannot_be_moved(int rows, int columns)
    {
        var error = Assert.Throws<TrainingException>(() => new ImageShift(Samples.Of(Images(2)) with { Image = (rows, columns) }, 1, 1));

        Assert.Contains(
            $"--shift 1 could move images of {rows} × {columns} pixels out of their frame", error.Message, StringComparison.Ordinal);
    }

    private static ImageSet Images(int count)
    {
        var pixels = new byte[count * Rows * Columns];
        new Random(6).NextBytes(pixels);
        return new ImageSet(pixels, new byte[count], Rows, Columns);
    }

    private static Tensor Tensor(ImageSet images) => tensor(images.Pixels).view(images.Count, images.PixelsPerImage);

    private static IEnumerable<(int Down, int Right)> Moves(int largest) =>
        from down in Enumerable.Range(-largest, (2 * largest) + 1)
        from right in Enumerable.Range(-largest, (2 * largest) + 1)
        select (down, right);

    /// <summary>The definition, pixel by pixel.</summary>
    private static byte[] Moved(ReadOnlySpan<byte> image, (int Down, int Right) by)
    {
        var moved = new byte[Rows * Columns];
        for (var i = 0; i < moved.Length; i++)
        {
            var (row, column) = ((i / Columns) - by.Down, (i % Columns) - by.Right);
            moved[i] = row is >= 0 and < Rows && column is >= 0 and < Columns ? image[(row * Columns) + column] : (byte)0;
        }

        return moved;
    }
}
