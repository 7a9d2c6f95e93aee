namespace FreeNets.Trainer.Data;

/// <summary>Ten classes of drawn digits, for when there is no data at all.</summary>
public static class Digits
{
    /// <summary>Draws the set.</summary>
    public static DataSet Create(int seed = 1)
    {
        throw new NotImplementedException();
    }
}
