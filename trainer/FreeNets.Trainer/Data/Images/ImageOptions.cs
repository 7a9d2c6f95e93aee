namespace FreeNets.Trainer.Data.Images;

/// <summary>What a pixel is.</summary>
public enum Channels
{
    /// <summary>One byte, (299 R + 587 G + 114 B + 500) / 1000.</summary>
    Grey,

    /// <summary>Three bytes, red, green, blue.</summary>
    Rgb,
}

/// <summary>What becomes of an image whose sides are not in the ratio that is wanted.</summary>
public enum Fit
{
    /// <summary>All of it is shown in the middle; the rest is black.</summary>
    Pad,

    /// <summary>The middle of it fills the frame; what is outside is cut off.</summary>
    Crop,
}

/// <summary>How images are made inputs.</summary>
public sealed record ImageOptions
{
    /// <summary>Width and height, or null for those that all images have.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>What a pixel is.</summary>
    public Channels Channels { get; init; } = Channels.Grey;

    /// <summary>What becomes of other ratios of the sides.</summary>
    public Fit Fit { get; init; } = Fit.Pad;

    /// <summary>Whether images that cannot be read are left out.</summary>
    public bool SkipUnreadable { get; init; }
}
