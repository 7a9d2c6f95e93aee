namespace FreeNets.Trainer.Predicting;

/// <summary>How a file holds samples.</summary>
public enum RowFormat
{
    /// <summary>As the file's first bytes or the end of its name say; raw where neither does.</summary>
    Auto,

    /// <summary>float32, little-endian, one sample after the other, without a header.</summary>
    Raw,

    /// <summary>An array of NumPy.</summary>
    Npy,

    /// <summary>A table of text, one line per sample.</summary>
    Csv,

    /// <summary>As MNIST's files, gzip or not.</summary>
    Idx,
}
