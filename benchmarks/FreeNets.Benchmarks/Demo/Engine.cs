using FreeNets.Trainer.Networks;
using TorchSharp;

namespace FreeNets.Benchmarks.Demo;

/// <summary>One way to run the model on raw 8-bit images.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Key">What the summary file calls it.</param>
/// <param name="Predict">Fills [images, outputs] logits from [images, inputs] pixels.</param>
internal sealed record Engine(string Name, string Key, Action<byte[], float[]> Predict)
{
    /// <summary>The class that the generator made, under the JIT.</summary>
    public static Engine Jit() => new("generated, JIT", "Jit", static (pixels, logits) =>
    {
        if (pixels.Length == CompiledModel.Inputs)
        {
            CompiledModel.Predict(pixels, logits);
        }
        else
        {
            CompiledModel.PredictBatch(pixels, logits);
        }
    });

    /// <summary>The same class in a native library, through its C interface.</summary>
    public static Engine Native(NativeModel model) => new("generated, native", "Native", model.Predict);

    /// <summary>The trained module, as a user of TorchSharp would call it.</summary>
    public static Engine Torch(FreeNetModule module) => new("TorchSharp", "TorchSharp", (pixels, logits) =>
    {
        using var scope = torch.NewDisposeScope();
        using var untracked = torch.no_grad();
        var inputs = module.Architecture.Inputs;
        var result = module.forward(torch.tensor(pixels).view(pixels.Length / inputs, inputs));
        result.contiguous().data<float>().CopyTo(logits);
    });
}
