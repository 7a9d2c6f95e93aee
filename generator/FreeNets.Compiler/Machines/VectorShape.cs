namespace FreeNets.Compiler.Machines;

/// <summary>An instruction-set family as the scheduler sees it: how wide a vector is and how many values stay in registers.</summary>
/// <param name="Isa">The family.</param>
/// <param name="Lanes">float32 lanes of one vector.</param>
/// <param name="Accumulators">Vectors that a kernel may keep in registers, beside the few that hold operands.</param>
public sealed record VectorShape(Isa Isa, int Lanes, int Accumulators)
{
    /// <summary>32 registers of 16 lanes.</summary>
    public static VectorShape Avx512 { get; } = new(Isa.Avx512, 16, 28);

    /// <summary>
    /// The lower 8 lanes of the 32 registers: spelled as AVX2, run by every machine with <see cref="Avx512"/>. One sample takes them where
    /// weights stream from the second cache: on Zen 4 they arrive at 98.7 % of its bandwidth wherever they start, those for 16 lanes at
    /// 92 to 97 %; the dependent chain of the cascade is shorter by the cycle that 16 lanes take to shuffle.
    /// </summary>
    public static VectorShape Avx512VL { get; } = new(Isa.Avx2, 8, 28);

    /// <summary>16 registers of 8 lanes.</summary>
    public static VectorShape Avx2 { get; } = new(Isa.Avx2, 8, 12);

    /// <summary>
    /// The lowest 4 lanes of a register, of which scalars that wait for each other take the first: spelled as AVX2 with FMA.
    /// </summary>
    public static VectorShape Avx2One { get; } = new(Isa.Avx2, 4, 12);

    /// <summary>16 registers of 4 lanes on x64; Arm has 32, which this shape leaves idle so that one text serves both.</summary>
    public static VectorShape Vector128 { get; } = new(Isa.Vector128, 4, 12);

    /// <summary>No vectors: one value at a time, as many as hide the latency of an addition.</summary>
    public static VectorShape Scalar { get; } = new(Isa.Scalar, 1, 8);

    /// <summary>Every family, widest first: the order in which generated code looks for support.</summary>
    public static IReadOnlyList<VectorShape> All { get; } = [Avx512, Avx2, Vector128, Scalar];

    /// <summary>The shape with the same registers and at most 8 lanes.</summary>
    public VectorShape Narrow => this == Avx512 ? Avx512VL : this;

    /// <summary>The shape of scalars beside these vectors.</summary>
    public VectorShape One => Isa is Isa.Avx512 or Isa.Avx2 ? Avx2One : this;

    /// <summary>The family and its lanes: a printed record would ask <see cref="One"/> for its own <see cref="One"/> for ever.</summary>
    public override string ToString() => $"{Isa}, {Lanes} lanes";

    /// <summary>Vectors that cover <paramref name="values"/> values.</summary>
    public int Chunks(int values) => (values + Lanes - 1) / Lanes;
}
