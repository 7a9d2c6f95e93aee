namespace FreeNets.Model;

/// <summary>Rounds a network's encoder to a precision: a pure function, whose result the reference evaluator can evaluate.</summary>
public static class EncoderPrecision
{
    /// <summary>The network with every encoder weight replaced by the float32 value that <paramref name="precision"/> can hold.</summary>
    public static FreeNet Round(FreeNet net, Precision precision) => precision switch
    {
        Precision.Int8 => Int8Encoder.Of(net).ApplyTo(net),
        Precision.BFloat16 or Precision.Float16 => HalfEncoder.Round(net, precision),
        _ => net,
    };
}
