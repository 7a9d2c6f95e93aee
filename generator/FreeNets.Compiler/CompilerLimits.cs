using FreeNets.Compiler.Emit;
using FreeNets.Compiler.Schedule;
using FreeNets.Model;

namespace FreeNets.Compiler;

/// <summary>What code is generated for. Beyond, there is no kernel, the stack would give way without a word, or a user's own limit is passed.</summary>
public static class CompilerLimits
{
    /// <summary>Neurons and outputs together: a batch keeps 2 × 16 × 4 bytes a row of the state on the stack.</summary>
    public const int MaxRows = 4_096;

    /// <summary>Null when code can be generated; otherwise a sentence that says what is too large, or what there is no kernel for.</summary>
    public static string? Check(FreeNet net) => (long)net.Neurons + net.Outputs > MaxRows
        ? $"The network has {CSharpText.Number((long)net.Neurons + net.Outputs)} neurons and outputs; "
            + $"code is generated for at most {CSharpText.Number(MaxRows)}."
        : CheckKind(net);

    /// <summary>Null when the network, whatever its size, is of the kind that there are kernels for; otherwise a sentence that says why not.</summary>
    public static string? CheckKind(FreeNet net)
    {
        var different = Enumerable.Range(0, net.Neurons).FirstOrDefault(neuron => net.ActivationOf(neuron) != net.ActivationOf(0));
        var activation = net.ActivationOf(0);
        return different > 0
            ? $"Neuron {different} has the activation {net.ActivationOf(different)} and neuron 0 has {activation}; code is generated for networks "
                + "whose neurons all have the same one."
            : activation != Activation.Relu && activation != Activation.SquaredRelu
            ? $"The neurons have the activation {activation}; code is generated for {Activation.Relu} and {Activation.SquaredRelu}."
            : net.OutputActivation != Activation.Identity
            ? $"The outputs have the activation {net.OutputActivation} (outputActivation); code is generated for outputs that are logits."
            : net.OutputGroups.Count > 0
            ? $"The outputs are in {net.OutputGroups.Count} groups (outputGroups); code is generated for outputs that are one group of logits."
            : !net.Domain.IsUniform
            ? "The inputs have ranges or a normalisation of their own (domain); code is generated for one range and one normalisation of all inputs."
            : !net.Domain.IsBounded
            ? "The inputs have no smallest or largest value (domain.minimum, domain.maximum); code is generated for inputs that have both."
            : null;
    }

    /// <summary>Inputs of an int8 encoder: their bytes may be copied to the stack, and 65,536 × 255 × 64 fits an int32.</summary>
    public const int MaxInt8Inputs = 65_536;

    /// <summary>Null when the network can have this precision; otherwise a sentence that says why it cannot, and the remedy.</summary>
    public static string? CheckPrecision(FreeNet net, Precision precision) => precision != Precision.Int8
        ? null
        : net.Domain.Type != InputType.UInt8
        ? "Precision=\"int8\" multiplies bytes, but this network's inputs are float32 (domain.type); use bfloat16 or float16, or train on bytes."
        : net.Inputs > MaxInt8Inputs
        ? $"Precision=\"int8\" takes at most {CSharpText.Number(MaxInt8Inputs)} inputs, and this network has {CSharpText.Number(net.Inputs)}; "
            + "use bfloat16 or float16."
        : null;

    /// <summary>Null when weights and tables fit the user's limit; otherwise a sentence that says by how much they do not.</summary>
    public static string? CheckSize(Plan plan, CodeChoices choices) => ConstantBytes(plan) is var bytes && bytes > choices.MaxBytes
        ? $"The weights and tables take {CSharpText.Number(bytes)} bytes; MaxBytes allows {CSharpText.Number(choices.MaxBytes.Value)}."
        : null;

    /// <summary>The bytes of static data that kernels read.</summary>
    public static long ConstantBytes(Plan plan)
    {
        var (weights, loops) = (plan.Weights, plan.Loops);
        long values = weights.Encoder.Count + weights.Bias.Count + weights.Columns.Count + weights.Near.Count + weights.Edges.Count + plan.InputRounds.Count;
        if (loops is not null)
        {
            values += loops.ColumnStarts.Count + loops.ColumnPlaces.Count + loops.RowStarts.Count + loops.RowSources.Count
                + loops.RowWeights.Count + loops.RowTriangles.Count;
        }

        if (plan.Scalar is { } scalar)
        {
            values += scalar.Starts.Count + scalar.Targets.Count + scalar.Weights.Count;
        }

        var int8 = plan.Int8 is null ? 0 : plan.Int8.Weights.Count + plan.Int8.Steps.Count + plan.Int8.Shifts.Count;
        var half = plan.Half is null ? 0 : plan.Half.Weights.Count + plan.Half.Steps.Count;
        return (values + int8 + half) * sizeof(float);
    }
}
