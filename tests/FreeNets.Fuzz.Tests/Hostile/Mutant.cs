using FreeNets.Fuzz.Corpus;
using FreeNets.Fuzz.Mutators;

namespace FreeNets.Fuzz.Hostile;

/// <summary>A damaged file: one of an endless row, each of which its seed and its place in the row make again.</summary>
/// <param name="Seed">The seed of the row.</param>
/// <param name="Index">The place in the row.</param>
/// <param name="File">What the file holds.</param>
internal sealed record Mutant(int Seed, long Index, Seed File)
{
    /// <summary>What makes this one alone again.</summary>
    public string Command => $"fuzz --seed {Seed} --first {Index} --mutants 1";

    public static Mutant Of(Seed[] corpus, int seed, long index)
    {
        var random = Place.RandomOf(seed, index);
        // Half of them are model files, which nothing but the reader stands before.
        var wantsModel = random.Next(2) == 0;
        Seed original;
        do
        {
            original = corpus[random.Next(corpus.Length)];
        }
        while (wantsModel != (original.Extension == ".fnet"));

        return new Mutant(seed, index, Mutate(original, random));
    }

    private static Seed Mutate(Seed seed, Random random) => seed.Extension switch
    {
        ".fnet" => seed with { Bytes = FnetMutator.Mutate(seed.Bytes, random) },
        ".onnx" => seed with { Bytes = OnnxMutator.Mutate(seed.Bytes, random) },
        ".json" => seed with
        {
            Bytes = random.Next(8) == 0
                ? ByteMutator.Mutate(seed.Bytes, random)
                : JsonMutator.Mutate(JsonMutator.Mutate(seed.Bytes, random), random),
        },
        ".safetensors" => TensorsMutator.Mutate(seed, random),
        _ => seed with { Bytes = TextMutator.Mutate(seed.Bytes, random) },
    };
}
