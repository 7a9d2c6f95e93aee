namespace FreeNets.Trainer.Data.DrawnDigits;

/// <summary>A point a stroke passes through, x to the right and y downwards, both from 0 to 100.</summary>
/// <param name="X">Horizontal position.</param>
/// <param name="Y">Vertical position.</param>
/// <param name="Corner">Whether the pen turns sharply here; otherwise it passes in a smooth curve.</param>
internal readonly record struct Knot(float X, float Y, bool Corner);

/// <summary>How people write the ten digits: for each, several variants, each of one or more strokes.</summary>
internal static class DigitShapes
{
    /// <summary>[digit][variant][stroke][knot].</summary>
    public static Knot[][][][] All { get; } =
        [Zero(), One(), Two(), Three(), Four(), Five(), Six(), Seven(), Eight(), Nine()];

    private static Knot[][][] Zero() =>
    [
        [[P(52, 1), P(18, 18), P(5, 52), P(18, 86), P(50, 99), P(84, 84), P(96, 50), P(82, 15), P(48, 2)]],
        [[P(60, 4), P(30, 20), P(20, 55), P(30, 90), P(52, 98), P(74, 80), P(80, 45), P(68, 10), P(44, 6)]],
        [[P(75, 12), P(40, 2), P(8, 35), P(14, 80), P(48, 99), P(88, 76), P(92, 32), P(66, 6), P(38, 12)]],
    ];

    private static Knot[][][] One() =>
    [
        [[P(52, 0), P(50, 50), P(48, 100)]],
        [[P(25, 26), P(42, 15), Corner(58, 0), P(57, 50), P(55, 100)]],
        [[P(28, 22), Corner(54, 2), Corner(54, 98)], [P(25, 99), P(80, 97)]],
    ];

    private static Knot[][][] Two() =>
    [
        [[P(12, 26), P(32, 4), P(68, 3), P(86, 28), P(62, 62), Corner(10, 97), P(50, 95), P(94, 96)]],
        [[P(14, 22), P(45, 1), P(80, 16), P(72, 48), P(38, 84), P(14, 96), P(8, 84), P(28, 78), P(60, 94), P(96, 88)]],
        [[P(10, 10), P(50, 3), Corner(86, 10), P(50, 52), Corner(10, 94), P(92, 92)]],
    ];

    private static Knot[][][] Three() =>
    [
        [[P(14, 14), P(46, 1), P(80, 18), P(68, 40), Corner(38, 48), P(76, 56), P(88, 78), P(54, 99), P(10, 88)]],
        [[P(12, 5), P(50, 3), Corner(82, 4), Corner(44, 40), P(80, 52), P(88, 76), P(56, 98), P(12, 90)]],
        [[P(20, 8), P(60, 2), P(84, 22), P(58, 46), P(48, 49), P(70, 54), P(84, 76), P(60, 98), P(18, 96)]],
    ];

    private static Knot[][][] Four() =>
    [
        [[P(28, 2), P(20, 30), Corner(8, 58), P(50, 58), P(95, 55)], [P(72, 22), P(68, 60), P(64, 100)]],
        [[P(70, 98), P(71, 50), Corner(72, 2), P(40, 34), Corner(4, 66), P(50, 67), P(96, 65)]],
        [[P(14, 4), P(8, 34), P(28, 50), P(56, 48), P(80, 36)], [P(86, 0), P(80, 40), P(72, 100)]],
    ];

    private static Knot[][][] Five() =>
    [
        [[P(86, 3), P(55, 3), Corner(24, 5), Corner(18, 46), P(54, 36), P(88, 62), P(64, 96), P(8, 90)]],
        [[P(26, 6), P(22, 26), Corner(20, 44), P(62, 40), P(84, 70), P(52, 99), P(12, 92)], [P(26, 6), P(92, 2)]],
        [[P(88, 6), P(44, 4), P(20, 22), P(36, 42), P(76, 56), P(82, 82), P(48, 99), P(8, 88)]],
    ];

    private static Knot[][][] Six() =>
    [
        [[P(78, 4), P(38, 24), P(12, 64), P(28, 96), P(68, 96), P(84, 70), P(56, 52), P(18, 68)]],
        [[P(44, 0), P(24, 40), P(16, 76), P(40, 99), P(74, 88), P(74, 64), P(46, 56), P(18, 78)]],
        [[P(88, 14), P(58, 2), P(20, 30), P(8, 70), P(40, 99), P(86, 82), P(70, 50), P(14, 58)]],
    ];

    private static Knot[][][] Seven() =>
    [
        [[P(8, 8), P(50, 5), Corner(90, 6), P(64, 48), P(42, 100)]],
        [[P(8, 6), P(50, 6), Corner(88, 4), P(64, 46), P(46, 99)], [P(32, 52), P(84, 48)]],
        [[P(10, 22), Corner(14, 4), P(54, 8), Corner(92, 4), P(56, 40), P(50, 98)]],
    ];

    private static Knot[][][] Eight() =>
    [
        [[
            P(80, 16), P(50, 1), P(20, 18), P(44, 44), P(78, 66), P(74, 92),
            P(46, 99), P(18, 84), P(34, 58), P(68, 38), P(82, 16), P(62, 3),
        ]],
        [[P(52, 2), P(24, 18), P(46, 45), P(76, 22), P(50, 2)], [P(48, 46), P(16, 70), P(48, 99), P(84, 74), P(50, 46)]],
        [[P(84, 8), P(40, 4), P(22, 26), P(62, 56), P(72, 86), P(44, 99), P(24, 80), P(56, 44), P(88, 4)]],
    ];

    private static Knot[][][] Nine() =>
    [
        [[P(80, 16), P(46, 0), P(14, 22), P(28, 48), P(62, 42), Corner(82, 12), P(80, 55), P(76, 100)]],
        [[P(82, 24), P(52, 0), P(18, 20), P(24, 48), P(60, 46), P(82, 18), P(84, 56), P(62, 90), P(20, 98)]],
        [[P(70, 8), P(30, 6), P(16, 34), P(50, 48), P(74, 24), Corner(76, 6), P(64, 54), P(44, 100)]],
    ];

    private static Knot P(float x, float y) => new(x, y, Corner: false);

    private static Knot Corner(float x, float y) => new(x, y, Corner: true);
}
