using FreeNets.Import.Onnx;
using FreeNets.Model;

namespace FreeNets.Import.Graph;

/// <summary>One number that is computed for each sample; tensors hold references to it.</summary>
/// <param name="index">Its place in the order of creation: what it is computed from comes before it.</param>
/// <param name="origin">The node that made it; null for an input.</param>
internal abstract class Scalar(int index, Node? origin)
{
    public int Index => index;

    public Node? Origin => origin;

    /// <summary>What it is computed from.</summary>
    public abstract IEnumerable<Scalar> Sources { get; }
}

/// <summary>A source and its weight in a sum.</summary>
internal readonly record struct Term(Scalar Source, double Weight);

/// <summary>An input of the network.</summary>
internal sealed class InputScalar(int index, int input) : Scalar(index, null)
{
    public int Input => input;

    public override IEnumerable<Scalar> Sources => [];
}

/// <summary>A sum of other scalars, each times a weight that is not 0, and a constant. Without terms it is a constant.</summary>
internal sealed class LinearScalar(int index, Node? origin, Term[] terms, double constant) : Scalar(index, origin)
{
    public Term[] Terms => terms;

    public double Constant => constant;

    public override IEnumerable<Scalar> Sources => terms.Select(static term => term.Source);
}

/// <summary>An activation of another scalar.</summary>
internal sealed class ActivatedScalar(int index, Node origin, Activation activation, Scalar source) : Scalar(index, origin)
{
    public Activation Activation => activation;

    public Scalar Source => source;

    public override IEnumerable<Scalar> Sources => [source];
}

/// <summary>A group of logits whose softmax, or its logarithm, is wanted.</summary>
/// <param name="activation">Softmax or log-softmax.</param>
/// <param name="logits">The logits.</param>
/// <param name="axis">Over which axis, for messages.</param>
internal sealed class SoftmaxGroup(Activation activation, Scalar[] logits, string axis)
{
    private SoftmaxGroup? _logarithm;

    public Activation Activation => activation;

    public Scalar[] Logits => logits;

    public string Axis => axis;

    /// <summary>The log-softmax of the same logits.</summary>
    public SoftmaxGroup Logarithm => _logarithm ??= new SoftmaxGroup(Activation.LogSoftmax, logits, axis);
}

/// <summary>One value of a group's softmax.</summary>
internal sealed class SoftmaxScalar(int index, Node origin, SoftmaxGroup group, int place) : Scalar(index, origin)
{
    public SoftmaxGroup Group => group;

    public int Place => place;

    public override IEnumerable<Scalar> Sources => group.Logits;
}

/// <summary>Which of some scalars is the largest, or the label that stands for it.</summary>
internal sealed class ClassScalar(int index, Node origin, Scalar[] scores, string[]? labels) : Scalar(index, origin)
{
    public Scalar[] Scores => scores;

    /// <summary>A label for each score; null where the class is its place, from 0.</summary>
    public string[]? Labels => labels;

    public override IEnumerable<Scalar> Sources => scores;
}

/// <summary>What no FreeNet computes. It may become something else together with what reads it, or matter to no output.</summary>
internal sealed class OpaqueScalar(int index, Node origin, string function, Scalar[] arguments, string reason) : Scalar(index, origin)
{
    /// <summary>Exp, Erf, … where patterns are made of it.</summary>
    public string Function => function;

    public Scalar[] Arguments => arguments;

    /// <summary>Why it is refused.</summary>
    public string Reason => reason;

    public override IEnumerable<Scalar> Sources => arguments;
}
