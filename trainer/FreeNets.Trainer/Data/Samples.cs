namespace FreeNets.Trainer.Data;

/// <summary>Samples in memory: the raw inputs of a network, and what each should give, a class or numbers.</summary>
public sealed record Samples
{
    /// <summary>Raw inputs of a sample, at least 1.</summary>
    public required int Inputs { get; init; }

    /// <summary>[<see cref="Count"/>, <see cref="Inputs"/>] where raw inputs are bytes; otherwise empty.</summary>
    public byte[] Bytes { get; init; } = [];

    /// <summary>[<see cref="Count"/>, <see cref="Inputs"/>] where they are numbers; otherwise empty.</summary>
    public float[] Numbers { get; init; } = [];

    /// <summary>The class of each, from 0; empty where numbers are wanted.</summary>
    public byte[] Labels { get; init; } = [];

    /// <summary>The numbers wanted of each, [<see cref="Count"/>, outputs], in their own units; empty where a class is wanted.</summary>
    public float[] Targets { get; init; } = [];

    /// <summary>What each is a part of, such as a recording, which no split may cut; empty where each stands alone.</summary>
    public int[] Groups { get; init; } = [];

    /// <summary>Height and width, where the inputs are the pixels of an image.</summary>
    public (int Rows, int Columns)? Image { get; init; }

    /// <summary>The number of samples.</summary>
    public int Count => Math.Max(Bytes.Length, Numbers.Length) / Inputs;

    /// <summary>Images with their classes.</summary>
    public static Samples Of(ImageSet images) => new()
    {
        Inputs = images.PixelsPerImage,
        Bytes = images.Pixels,
        Labels = images.Labels,
        Image = (images.Rows, images.Columns),
    };

    /// <summary>The raw inputs of one sample.</summary>
    public float[] Row(int sample) => Numbers.Length > 0
        ? Numbers.AsSpan(sample * Inputs, Inputs).ToArray()
        : Array.ConvertAll(Bytes.AsSpan(sample * Inputs, Inputs).ToArray(), static value => (float)value);

    /// <summary>These samples alone, in this order.</summary>
    public Samples Select(ReadOnlySpan<int> samples)
    {
        var outputs = Targets.Length / Count;
        return this with
        {
            Bytes = Rows(Bytes, Bytes.Length > 0 ? Inputs : 0, samples),
            Numbers = Rows(Numbers, Numbers.Length > 0 ? Inputs : 0, samples),
            Labels = Rows(Labels, Labels.Length > 0 ? 1 : 0, samples),
            Targets = Rows(Targets, outputs, samples),
            Groups = Rows(Groups, Groups.Length > 0 ? 1 : 0, samples),
        };
    }

    private static T[] Rows<T>(T[] values, int width, ReadOnlySpan<int> samples)
    {
        var rows = new T[samples.Length * width];
        for (var n = 0; n < samples.Length && width > 0; n++)
        {
            values.AsSpan(samples[n] * width, width).CopyTo(rows.AsSpan(n * width));
        }

        return rows;
    }
}
