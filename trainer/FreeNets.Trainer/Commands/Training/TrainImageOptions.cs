using System.CommandLine;
using System.Globalization;
using FreeNets.Trainer.Data.Images;

namespace FreeNets.Trainer.Commands.Training;

/// <summary>The options of <c>freenets train</c> that say how images of one's own become inputs.</summary>
internal sealed class TrainImageOptions
{
    private const int LongestSide = 1024;

    private readonly Option<(int Width, int Height)?> _size = new("--size")
    {
        Description = "For images: scale all to this width and height, such as 28x28. Default: their common size.",
        HelpName = "WxH",
        CustomParser = static result =>
        {
            var sides = result.Tokens[0].Value.Split('x').Select(static side =>
                int.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) ? pixels : 0).ToArray();
            if (sides is [>= 1 and <= LongestSide, >= 1 and <= LongestSide])
            {
                return (sides[0], sides[1]);
            }

            result.AddError($"--size takes a width and a height from 1 to {LongestSide}, as 28x28, not '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    private readonly Option<Channels?> _channels = ChoiceOption.Create<Channels>("--channels", "What a pixel is", Channels.Grey);

    private readonly Option<Fit?> _fit = ChoiceOption.Create<Fit>(
        "--fit", "Images of another shape: all of it with black beside it, or its middle", Fit.Pad);

    private readonly Option<bool> _skip = new("--skip-unreadable") { Description = "Skip images that cannot be read, and name them." };

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [_size, _channels, _fit, _skip];

    /// <summary>What was given.</summary>
    public ImageOptions Read(ParseResult parsed) => new()
    {
        Size = parsed.GetValue(_size),
        Channels = parsed.GetValue(_channels) ?? Channels.Grey,
        Fit = parsed.GetValue(_fit) ?? Fit.Pad,
        SkipUnreadable = parsed.GetValue(_skip),
    };
}
