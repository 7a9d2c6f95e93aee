using FreeNets.Trainer.Data;
using FreeNets.Trainer.Kernels;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training;

/// <summary>What is moved by one draw.</summary>
public enum ShiftPer
{
    /// <summary>Each image by itself.</summary>
    Image,

    /// <summary>
    /// All images of a batch alike: gradients vary more, which holds a small network back from fitting the images too well.
    /// </summary>
    Batch,
}

/// <summary>Moves images by whole pixels, drawn anew each time: down and to the right, −s to s each; zeros move in.</summary>
internal sealed class ImageShift : IDisposable
{
    private readonly int _largest;
    private readonly ShiftPer _per;
    private readonly int _rows;
    private readonly int _columns;
    private readonly Generator _draws;

    /// <summary>Shifts for images of the size of <paramref name="images"/>.</summary>
    /// <param name="images">Any images of the set.</param>
    /// <param name="largest">s, at least 1.</param>
    /// <param name="seed">What the draws follow from.</param>
    /// <param name="per">What is moved by one draw.</param>
    /// <exception cref="TrainingException">The samples are not images, or could be moved out of their frame.</exception>
    public ImageShift(Samples images, int largest, long seed, ShiftPer per = ShiftPer.Image)
    {
        var (rows, columns) = images.Image
            ?? throw new TrainingException($"--shift {largest} moves grey images, and these inputs are none. Leave it out.");
        (_largest, _rows, _columns, _per) = (largest, rows, columns, per);
        if (largest >= Math.Min(_rows, _columns))
        {
            throw new TrainingException(
                $"--shift {largest} could move images of {_rows} × {_columns} pixels out of their frame. "
                + "Give a number below their height and width, or 0 for inputs that are not images.");
        }

        _draws = RandomStreams.Open(RandomStream.ShiftOfImages, seed);
    }

    /// <summary>Moved copies of raw pixels [n, inputs], bytes. The caller's scope owns them.</summary>
    public Tensor Move(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var isOne = _per == ShiftPer.Batch;
        var draws = randint(-_largest, _largest + 1, [isOne ? 1 : pixels.shape[0], 2], ScalarType.Int64, generator: _draws)
            .data<long>()
            .ToArray();
        var moved = zeros_like(pixels);
        var from = pixels.Bytes();
        var to = moved.Bytes();
        var size = _rows * _columns;
        for (var n = 0; n < pixels.shape[0]; n++)
        {
            var draw = isOne ? 0 : 2 * n;
            Move(from.Slice(n * size, size), to.Slice(n * size, size), (int)draws[draw], (int)draws[draw + 1]);
        }

        return moved.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => _draws.Dispose();

    private void Move(ReadOnlySpan<byte> image, Span<byte> moved, int down, int right)
    {
        var width = _columns - Math.Abs(right);
        for (var row = Math.Max(0, -down); row < _rows - Math.Max(0, down); row++)
        {
            var from = (row * _columns) + Math.Max(0, -right);
            var to = ((row + down) * _columns) + Math.Max(0, right);
            image.Slice(from, width).CopyTo(moved[to..]);
        }
    }
}
