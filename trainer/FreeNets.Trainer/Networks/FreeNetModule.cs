using FreeNets.Model;
using FreeNets.Trainer.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Networks;

/// <summary>A FreeNet that can be trained: <see cref="FreeNet"/> with a weight for every edge of the dense NCG, and a mask G.</summary>
/// <remarks>
/// Raw inputs go in and are normalised here, with the float32 operation that <see cref="FreeNet"/> states.
/// Weights of absent edges are kept and masked (paper, section 5), so they get no gradient and return with their edge.
/// </remarks>
public sealed class FreeNetModule : nn.Module<Tensor, Tensor>
{
    private readonly Parameter encoder;
    private readonly Parameter encoderBias;
    private readonly Parameter cascade;
    private readonly Parameter decoder;
    private readonly Parameter decoderBias;
    private readonly Tensor mask;
    private readonly Tensor mean;
    private readonly Tensor scale;
    private Ncg _graph;
    private CascadeEdges _edges;

    /// <summary>A new network on the dense NCG: Xavier-uniform weights, uniform biases.</summary>
    /// <param name="architecture">Sizes, σ, inputs.</param>
    /// <param name="generator">The only source of randomness.</param>
    /// <param name="type">Float32, or Float64 to check gradients.</param>
    public FreeNetModule(Architecture architecture, Generator generator, ScalarType type = ScalarType.Float32)
        : base(nameof(FreeNetModule))
    {
        var (inputs, neurons, outputs) = (architecture.Inputs, architecture.Neurons, architecture.Outputs);
        Architecture = architecture;
        encoder = Uniform(XavierBound(inputs, neurons), neurons, inputs);
        encoderBias = Uniform(architecture.BiasSupport, neurons);
        cascade = Uniform(CascadeGain(architecture.Activation) * XavierBound(neurons, neurons), neurons, neurons);
        decoder = Uniform(XavierBound(neurons, outputs), outputs, neurons);
        decoderBias = Uniform(architecture.BiasSupport, outputs);
        mask = ones(neurons, neurons, dtype: type).tril(-1);
        mean = tensor(ForEach(architecture.Domain.Mean)).to_type(type);
        scale = tensor(ForEach(architecture.Domain.Scale)).to_type(type);
        _graph = Ncg.Dense(neurons);
        _edges = new CascadeEdges(_graph);
        RegisterComponents();

        Parameter Uniform(double bound, params long[] shape) =>
            new(empty(shape).uniform_(-bound, bound, generator).to_type(type));
    }

    /// <summary>Sizes, σ, inputs.</summary>
    public Architecture Architecture { get; }

    /// <summary>G. Setting it changes the mask and no weight.</summary>
    public Ncg Graph
    {
        get => _graph;
        set
        {
            using var scope = NewDisposeScope();
            mask.copy_(Dense(value, static _ => 1));
            _graph = value;
            _edges = new CascadeEdges(value);
        }
    }

    /// <summary>
    /// Runs the cascade as plain torch operations on the dense masked matrix, as Float64 always does: slow, and the oracle of the
    /// kernels.
    /// </summary>
    public bool IsPlain { get; set; }

    /// <summary>The mean of raw inputs, [1] or [inputs].</summary>
    internal Tensor Mean => mean;

    /// <summary>What multiplies their difference from it, [1] or [inputs].</summary>
    internal Tensor Scale => scale;

    /// <summary>[k, inputs].</summary>
    public Parameter Encoder => encoder;

    /// <summary>
    /// The weights of the encoder that are not 0, where there are few: then only these are multiplied, and only they get a gradient.
    /// Null for the dense product.
    /// </summary>
    internal CascadeEdges? SparseEncoder { get; set; }

    /// <summary>[k]: the one bias per neuron has.</summary>
    public Parameter EncoderBias => encoderBias;

    /// <summary>[k, k]; read only where <see cref="Mask"/> is 1.</summary>
    public Parameter Cascade => cascade;

    /// <summary>[outputs, k].</summary>
    public Parameter Decoder => decoder;

    /// <summary>[outputs].</summary>
    public Parameter DecoderBias => decoderBias;

    /// <summary>G as 0 and 1, [k, k].</summary>
    public Tensor Mask => mask;

    /// <summary>Null when a module can compute what <paramref name="net"/> does; otherwise a sentence that says why it cannot.</summary>
    public static string? FaultOf(FreeNet net) =>
        Enumerable.Range(0, net.Neurons).Select(net.ActivationOf).Distinct().ToArray() is [var activation]
        && (activation == Activation.Relu || activation == Activation.SquaredRelu)
        && (net.OutputActivation == Activation.Identity || net.OutputActivation.IsOfGroup)
        && net.OutputGroups.Count == 0
            ? null
            : "such a network cannot be trained or measured; its neurons must all have ReLU, or all squared ReLU, and its outputs must be "
                + "logits, or probabilities by softmax, without groups.";

    /// <summary>A module that computes the logits of <paramref name="net"/>; weights of its absent edges are 0.</summary>
    /// <param name="net">The network.</param>
    /// <param name="type">Float32, or Float64 to check gradients.</param>
    /// <exception cref="ArgumentException">It has a <see cref="FaultOf"/>.</exception>
    public static FreeNetModule FromFreeNet(FreeNet net, ScalarType type = ScalarType.Float32)
    {
        if (FaultOf(net) is { } fault)
        {
            throw new ArgumentException(fault, nameof(net));
        }

        using var generator = new Generator(0);
        var architecture = new Architecture(net.Inputs, net.Neurons, net.Outputs, net.ActivationOf(0), net.Domain);
        var module = new FreeNetModule(architecture, generator, type) { Graph = net.Graph };
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        module.encoder.copy_(tensor(net.Encoder.ToDense()).view(net.Neurons, net.Inputs));
        module.encoderBias.copy_(tensor(net.EncoderBias.ToArray()));
        module.cascade.copy_(tensor(net.Edges.ToDense()).view(net.Neurons, net.Neurons));
        module.decoder.copy_(tensor(net.Decoder.ToDense()).view(net.Outputs, net.Neurons));
        module.decoderBias.copy_(tensor(net.DecoderBias.ToArray()));
        return module;
    }

    /// <summary>The network as it is now, with the weights of live edges only; without check vectors and provenance.</summary>
    /// <param name="name">What the network is called.</param>
    /// <param name="labels">One label an output, or none.</param>
    public FreeNet ToFreeNet(string name, IReadOnlyList<string> labels)
    {
        var dense = Values(cascade);
        return new FreeNet
        {
            Name = name,
            Inputs = Architecture.Inputs,
            Neurons = Architecture.Neurons,
            Outputs = Architecture.Outputs,
            Activation = Architecture.Activation,
            Domain = Architecture.Domain,
            Labels = labels.ToArray(),
            Encoder = WeightMatrix.Of(Architecture.Neurons, Architecture.Inputs, Values(encoder)),
            EncoderBias = Values(encoderBias),
            Edges = SparseMatrix.Of(Graph, [.. Graph.Edges().Select(edge => dense[(edge.Target * Architecture.Neurons) + edge.Source])]),
            Decoder = WeightMatrix.Of(Architecture.Outputs, Architecture.Neurons, Values(decoder)),
            DecoderBias = Values(decoderBias),
        };
    }

    /// <summary>Logits, [n, outputs], of raw inputs [n, inputs] of any element type.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Decode(Activations(input)).MoveToOuterDisposeScope();
    }

    /// <summary>Logits, [n, outputs], of activations [k, n].</summary>
    /// <remarks>As the transpose of decoder · h, whose operands both lie row by row: several times quicker than hᵀ · decoderᵀ.</remarks>
    public Tensor Decode(Tensor h)
    {
        using var scope = NewDisposeScope();
        return addmm(decoderBias.unsqueeze(1), decoder, h, 1, 1).t().MoveToOuterDisposeScope();
    }

    /// <summary>h, [k, n], of raw inputs [n, inputs]. A neuron is active where h &gt; 0.</summary>
    public Tensor Activations(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Cascaded(Encode(input)).MoveToOuterDisposeScope();
    }

    /// <summary>What the encoder and the biases give the neurons, [k, n], for raw inputs [n, inputs].</summary>
    public Tensor Encode(Tensor input)
    {
        using var scope = NewDisposeScope();
        var encoded = SparseEncoder is { } live && SparseEncoderFunction.Takes(input)
            ? SparseEncoderFunction.Apply(encoderBias, encoder, Normalised(input.t().contiguous()), live)
            : addmm(encoderBias.unsqueeze(1), encoder, Normalised(input).t(), 1, 1);
        return encoded.MoveToOuterDisposeScope();
    }

    private Tensor Cascaded(Tensor encoded)
    {
        var activation = Architecture.Activation;
        if (Graph.EdgeCount == 0)
        {
            return activation == Activation.SquaredRelu ? encoded.relu().square() : encoded.relu();
        }

        return IsPlain || encoded.dtype != ScalarType.Float32
            ? CascadeFunction.Apply(encoded, cascade * mask, activation)
            : SimdCascadeFunction.Apply(encoded, cascade, _edges, activation, Lanes.Widest);
    }

    /// <summary>(input − mean) · scale, of the same shape.</summary>
    private Tensor Normalised(Tensor input)
    {
        var domain = Architecture.Domain;
        if (input.dtype != ScalarType.Byte || encoder.dtype != ScalarType.Float32 || !domain.IsUniform)
        {
            return input.to_type(encoder.dtype).sub(mean).mul(scale);
        }

        var x = empty(input.shape);
        Pixels.Normalise(input.contiguous().Bytes(), domain.Mean.Uniform, domain.Scale.Uniform, x.Floats());
        return x;
    }

    /// <summary>One number for all inputs, or one for each, as a tensor's values.</summary>
    internal static float[] ForEach(PerInput values) => values.IsUniform ? [values.Uniform] : [.. values.Each];

    private static double XavierBound(int fanIn, int fanOut) => Math.Sqrt(6.0 / (fanIn + fanOut));

    /// <summary>
    /// With squared ReLU, the variance v of z grows along the cascade as v ← v₀ + c v², which has no fixed point at Xavier's c:
    /// activations would explode before the first step. A quarter of c has one for any usual images.
    /// </summary>
    private static double CascadeGain(Activation activation) => activation == Activation.SquaredRelu ? 0.5 : 1;

    private static float[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to_type(ScalarType.Float32).contiguous().data<float>().ToArray();
    }

    /// <summary>[k, k] with a value for each edge of <paramref name="graph"/>, by its number, and 0 elsewhere.</summary>
    private Tensor Dense(Ncg graph, Func<int, float> valueOfEdge)
    {
        var neurons = Architecture.Neurons;
        if (graph.Neurons != neurons)
        {
            throw new ArgumentException($"A graph of {graph.Neurons} neurons does not fit a network of {neurons}.", nameof(graph));
        }

        var values = new float[neurons * neurons];
        var edge = 0;
        foreach (var (target, source) in graph.Edges())
        {
            values[(target * neurons) + source] = valueOfEdge(edge++);
        }

        return tensor(values).view(neurons, neurons);
    }
}
