namespace FreeNets.Compiler.Machines;

/// <summary>Instruction-set families that code is generated for.</summary>
public enum Isa
{
    /// <summary>AVX-512F.</summary>
    Avx512,

    /// <summary>AVX2 with FMA.</summary>
    Avx2,

    /// <summary>NEON on Arm, SSE on x64, SIMD in WebAssembly.</summary>
    Vector128,

    /// <summary>No vectors: any machine.</summary>
    Scalar,
}
