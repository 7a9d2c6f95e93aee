namespace FreeNets.Trainer.Data;

/// <summary>Labelled 8-bit images in memory.</summary>
/// <param name="Pixels">[<see cref="Count"/>, <paramref name="Rows"/> × <paramref name="Columns"/>], one byte a pixel, row by row.</param>
/// <param name="Labels">[<see cref="Count"/>], each the number of a class, from 0.</param>
/// <param name="Rows">Height of every image.</param>
/// <param name="Columns">Width of every image.</param>
public sealed record ImageSet(byte[] Pixels, byte[] Labels, int Rows, int Columns)
{
    /// <summary>The number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>Pixels in one image: the inputs of a network.</summary>
    public int PixelsPerImage => Rows * Columns;

    /// <summary>The pixels of image <paramref name="index"/>.</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.AsSpan(index * PixelsPerImage, PixelsPerImage);
}

/// <summary>A training and a test set over the same classes.</summary>
/// <param name="Name">The set's name, such as <c>fashion-mnist</c>.</param>
/// <param name="Train">What weights and graph are learnt from.</param>
/// <param name="Test">What accuracy is measured on, and nothing else.</param>
/// <param name="ClassNames">One name a class, in the order of the labels.</param>
public sealed record DataSet(string Name, ImageSet Train, ImageSet Test, IReadOnlyList<string> ClassNames)
{
    /// <summary>The number of classes.</summary>
    public int Classes => ClassNames.Count;
}
