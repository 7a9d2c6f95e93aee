namespace FreeNets.Import.Formats;

/// <summary>Puts neurons into an order in which each comes after those that it reads.</summary>
internal static class NeuronOrder
{
    /// <exception cref="Refusal">There is a cycle.</exception>
    public static List<int> Of(IEnumerable<(int Source, int Target)> edges)
    {
        var list = edges.ToArray();
        var readers = list.ToLookup(static edge => edge.Source, static edge => edge.Target);
        var missing = new Dictionary<int, int>();
        foreach (var (source, target) in list)
        {
            missing.TryAdd(source, 0);
            missing[target] = missing.GetValueOrDefault(target) + 1;
        }

        var (order, ready) = (
            new List<int>(), new PriorityQueue<int,
            int>(missing.Where(static pair => pair.Value == 0).Select(static pair => (pair.Key, pair.Key))));
        while (ready.TryDequeue(out var node, out _))
        {
            order.Add(node);
            foreach (var reader in readers[node])
            {
                if (--missing[reader] == 0)
                {
                    ready.Enqueue(reader, reader);
                }
            }
        }

        return order.Count == missing.Count
            ? order
            : throw new Refusal($"has a cycle through node {missing.First(static pair => pair.Value > 0).Key}");
    }
}
