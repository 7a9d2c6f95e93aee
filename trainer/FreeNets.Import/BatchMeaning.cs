namespace FreeNets.Import;

/// <summary>What dimension 0 of a file's inputs means.</summary>
public enum BatchMeaning
{
    /// <summary>
    /// Samples where its size is open, or fixed above 1 and every operator goes row by row; features of one sample otherwise.
    /// </summary>
    Auto,

    /// <summary>Samples, whatever its size.</summary>
    Rows,

    /// <summary>Features of one sample, whatever its size; an open size is 1.</summary>
    Features,
}
