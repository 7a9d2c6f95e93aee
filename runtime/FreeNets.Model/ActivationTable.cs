namespace FreeNets.Model;

/// <summary>The different activations of a network's neurons, and which of them each neuron has.</summary>
/// <param name="Entries">The different ones, <see cref="FreeNet.Activation"/> first, then as neurons have them.</param>
/// <param name="Indices">[neurons], or empty where all neurons have the first.</param>
internal sealed record ActivationTable(EquatableArray<Activation> Entries, EquatableArray<int> Indices)
{
    public static ActivationTable Of(FreeNet net)
    {
        var (entries, places) = (new List<Activation>(), new Dictionary<(ActivationFunction, int, int), int>());
        Place(net.Activation);
        var indices = net.NeuronActivations.Select(Place).ToArray();
        return new ActivationTable(entries.ToArray(), indices);

        int Place(Activation activation)
        {
            // Bits, for which 0 and −0 are two numbers.
            var key = (activation.Function, Bits(activation.Alpha), Bits(activation.Beta));
            if (!places.TryGetValue(key, out var place))
            {
                places.Add(key, place = entries.Count);
                entries.Add(activation);
            }

            return place;
        }
    }

    private static int Bits(float value) => BitConverter.ToInt32(BitConverter.GetBytes(value), 0);
}
