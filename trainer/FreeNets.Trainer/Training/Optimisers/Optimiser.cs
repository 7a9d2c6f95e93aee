namespace FreeNets.Trainer.Training.Optimisers;

/// <summary>What moves the encoder's weights; AdamW moves all others.</summary>
public enum Optimiser
{
    /// <summary><see cref="MaskedAdamW"/>.</summary>
    Adamw,

    /// <summary><see cref="Optimisers.Muon"/>.</summary>
    Muon,
}
