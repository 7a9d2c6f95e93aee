using SkiaSharp;

namespace FreeNets.Trainer.Data.Images;

/// <summary>A picture as bytes: row by row from the top, each pixel one byte (grey) or three (red, green, blue).</summary>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">Bytes of a pixel.</param>
/// <param name="Bytes">[<paramref name="Height"/>, <paramref name="Width"/>, <paramref name="Channels"/>].</param>
internal sealed record Picture(int Width, int Height, int Channels, byte[] Bytes)
{
    private const int MostPixels = 100_000_000;

    /// <summary>Decodes a file, upright as its camera says; what is transparent is laid on white.</summary>
    /// <returns>The picture, or why there is none, to be told after the file's name.</returns>
    public static (Picture? Picture, string? Fault) Read(string path, Channels channels)
    {
        try
        {
            using var codec = SKCodec.Create(path);
            if (codec is null)
            {
                return (null, "it is not an image of a kind that is read, or damaged");
            }

            var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
            if ((long)info.Width * info.Height > MostPixels)
            {
                return (null, $"{info.Width} × {info.Height} are more than {MostPixels:N0} pixels");
            }

            using var bitmap = new SKBitmap(info);
            return codec.GetPixels(info, bitmap.GetPixels()) == SKCodecResult.Success
                ? (Upright(bitmap.GetPixelSpan(), info, codec.EncodedOrigin, channels == Images.Channels.Rgb ? 3 : 1), null)
                : (null, "it is damaged or cut off");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, e.Message.TrimEnd('.'));
        }
    }

    /// <summary>The picture in another size.</summary>
    /// <remarks>
    /// Each pixel is the mean of the area that it covers, so that a device can do the same in a few lines; of the same size it is the same.
    /// </remarks>
    public Picture Resize(int width, int height, Fit fit)
    {
        if ((width, height) == (Width, Height))
        {
            return this;
        }

        var (across, down) = ((double)width / Width, (double)height / Height);
        var scale = fit == Fit.Pad ? Math.Min(across, down) : Math.Max(across, down);
        var (left, top) = ((width - (Width * scale)) / 2, (height - (Height * scale)) / 2);
        var columns = Enumerable.Range(0, width).Select(x => Span.Of((x - left) / scale, (x + 1 - left) / scale, Width)).ToArray();
        var rows = Enumerable.Range(0, height).Select(y => Span.Of((y - top) / scale, (y + 1 - top) / scale, Height)).ToArray();
        var bytes = new byte[width * height * Channels];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = Mean(rows[i / Channels / width], columns[i / Channels % width], i % Channels);
        }

        return new Picture(width, height, Channels, bytes);
    }

    private byte Mean(Span rows, Span columns, int channel)
    {
        var sum = 0.0;
        for (var y = rows.First; y < rows.End; y++)
        {
            for (var x = columns.First; x < columns.End; x++)
            {
                sum += rows.Share(y) * columns.Share(x) * Bytes[(((y * Width) + x) * Channels) + channel];
            }
        }

        // What lies outside the picture counts as black.
        return (byte)Math.Round(sum / (rows.Length * columns.Length), MidpointRounding.AwayFromZero);
    }

    private static Picture Upright(ReadOnlySpan<byte> rgba, SKImageInfo info, SKEncodedOrigin origin, int channels)
    {
        var isTurned = origin >= SKEncodedOrigin.LeftTop;
        var (width, height) = isTurned ? (info.Height, info.Width) : (info.Width, info.Height);
        var bytes = new byte[width * height * channels];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (column, row) = Source(origin, x, y, info.Width - 1, info.Height - 1);
                Take(rgba.Slice(((row * info.Width) + column) * 4, 4), bytes.AsSpan(((y * width) + x) * channels, channels));
            }
        }

        return new Picture(width, height, channels, bytes);
    }

    /// <summary>Where a pixel of the upright picture lies in the file, whose last column and row are given.</summary>
    private static (int Column, int Row) Source(SKEncodedOrigin origin, int x, int y, int right, int bottom) => origin switch
    {
        SKEncodedOrigin.TopRight => (right - x, y),
        SKEncodedOrigin.BottomRight => (right - x, bottom - y),
        SKEncodedOrigin.BottomLeft => (x, bottom - y),
        SKEncodedOrigin.LeftTop => (y, x),
        SKEncodedOrigin.RightTop => (y, bottom - x),
        SKEncodedOrigin.RightBottom => (right - y, bottom - x),
        SKEncodedOrigin.LeftBottom => (right - y, x),
        _ => (x, y),
    };

    private static void Take(ReadOnlySpan<byte> rgba, Span<byte> pixel)
    {
        var (r, g, b) = (OnWhite(rgba[0], rgba[3]), OnWhite(rgba[1], rgba[3]), OnWhite(rgba[2], rgba[3]));
        if (pixel.Length == 1)
        {
            pixel[0] = (byte)(((299 * r) + (587 * g) + (114 * b) + 500) / 1000);
        }
        else
        {
            (pixel[0], pixel[1], pixel[2]) = ((byte)r, (byte)g, (byte)b);
        }
    }

    private static int OnWhite(byte value, byte alpha) => ((value * alpha) + (255 * (255 - alpha)) + 127) / 255;

    /// <summary>What one pixel of the new size covers of a side of the old.</summary>
    private readonly record struct Span(double From, double To, int First, int End)
    {
        public double Length => To - From;

        public static Span Of(double from, double to, int size) =>
            new(from, to, Math.Clamp((int)Math.Floor(from), 0, size), Math.Clamp((int)Math.Ceiling(to), 0, size));

        /// <summary>How much of one old pixel it covers, 0 to 1.</summary>
        public double Share(int pixel) => Math.Max(0, Math.Min(To, pixel + 1) - Math.Max(From, pixel));
    }
}
