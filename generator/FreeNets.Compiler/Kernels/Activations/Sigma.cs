using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;
using FreeNets.Model;

namespace FreeNets.Compiler.Kernels.Activations;

/// <summary>How a family writes h = σ(z): in all lanes, in the lowest of four, or without vectors.</summary>
/// <param name="shape">The vectors.</param>
internal sealed class Sigma(VectorShape shape)
{
    private readonly VectorText _vector = new(shape);

    /// <summary>
    /// Writes the methods that what is assigned calls, but those that are there; they stand before the method that calls them.
    /// </summary>
    public void Declare(CodeWriter code, NeuronActivations activations)
    {
        var functions = new FunctionText(code, shape);
        foreach (var activation in activations.Distinct)
        {
            functions.Write(activation.Function);
        }
    }

    /// <summary>The same for a loop over neurons, with a method that tells them apart where they do not all have the same σ.</summary>
    public void DeclareLoop(CodeWriter code, NeuronActivations activations)
    {
        Declare(code, activations);
        if (!activations.AreUniform)
        {
            code.Once($"Activate of {shape.Lanes}", () => WriteByTable(code, activations));
        }
    }

    /// <summary>Writes <c>h = σ(z);</c>.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="target">What is assigned to: a name, behind <c>var</c> where it is new.</param>
    /// <param name="activation">σ.</param>
    /// <param name="z">The sum.</param>
    public void Assign(CodeWriter code, string target, Activation activation, string z)
    {
        var (name, h) = (target.Replace("var ", ""), Of(activation, z));
        if (h != name)
        {
            code.Line($"{target} = {h};");
        }

        if (activation == Activation.SquaredRelu)
        {
            code.Line($"{name} *= {name};");
        }
    }

    /// <summary>The same in a loop over neurons, which are told apart by a table where they do not all have the same σ.</summary>
    public void Assign(CodeWriter code, string target, NeuronActivations activations, string z, string neuron)
    {
        if (activations.AreUniform)
        {
            Assign(code, target, activations[0], z);
        }
        else
        {
            code.Line($"{target} = Activate({z}, {neuron});");
        }
    }

    private string Of(Activation activation, string z) => activation.Function switch
    {
        ActivationFunction.Relu or ActivationFunction.SquaredRelu => shape == VectorShape.Scalar
            ? $"System::MathF.Max(0, {z})"
            : _vector.Relu(z),
        ActivationFunction.Identity => z,
        ActivationFunction.Inverse => $"-{z}",
        _ => $"{activation.Function}({string.Join(", ", Parameters(activation).Select(CSharpText.Float).Prepend(z))})",
    };

    private static IEnumerable<float> Parameters(Activation activation) =>
        new[] { activation.Alpha, activation.Beta }.Take(activation.ParameterCount);

    private void WriteByTable(CodeWriter code, NeuronActivations activations)
    {
        var type = new LaneText(shape).Type;
        code.Line("// h of a neuron that the code does not know.");
        code.Block($"private static {type} Activate({type} z, nint neuron)", () =>
        {
            code.Block("switch (Compiler::Unsafe.Add(ref NeuronKinds, neuron))", () =>
            {
                var kinds = activations.Distinct;
                for (var kind = 0; kind < kinds.Count; kind++)
                {
                    code.Block(kind == kinds.Count - 1 ? "default:" : $"case {kind}:", () =>
                    {
                        Assign(code, "z", kinds[kind], "z");
                        code.Line("return z;");
                    });
                }
            });
        });
        code.Line();
    }
}
