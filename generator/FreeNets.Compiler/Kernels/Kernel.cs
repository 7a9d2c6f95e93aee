using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels;

/// <summary>One way to run a stage, chosen for a family and a workload: what it costs, on which grounds, its constants, its code.</summary>
/// <param name="Shape">The vectors that it uses.</param>
public abstract record Kernel(VectorShape Shape)
{
    /// <summary>The kernel, as the printed plan calls it.</summary>
    public abstract string Name { get; }

    /// <summary>Why it was chosen: the numbers that decided.</summary>
    public abstract string Because { get; }

    /// <summary>What it executes for a sample.</summary>
    public abstract StageCost Cost { get; }

    /// <summary>The constants that it reads.</summary>
    public abstract IReadOnlyList<Layout> Layouts { get; }

    /// <summary>Bytes of the stack that its buffers take, beside the state.</summary>
    public virtual long StackBytes => 0;

    /// <summary>Multiply-add statements in its text; those in the body of a loop do not count.</summary>
    public virtual int Statements => 0;

    /// <summary>What the header of the generated code says of its stage.</summary>
    public virtual string Summary => Name;

    /// <summary>What that header says of the family: how much it computes in registers.</summary>
    public virtual string Blocking => Name;

    /// <summary>Whether it writes products alone, to which the caller adds what the state starts from.</summary>
    internal virtual bool LeavesStart => false;

    /// <summary>Writes its methods, and returns the statements that call them: x are the inputs, z the state.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="name">What the methods' names begin with.</param>
    internal abstract IReadOnlyList<string> Emit(CodeWriter code, string name);
}
