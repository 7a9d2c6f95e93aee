namespace FreeNets.Trainer.Data.DrawnDigits;

/// <summary>Draws one digit after another, each as another hand would write it.</summary>
/// <remarks>
/// Knots are jittered, joined by splines, mapped by a random affine map, bent by a smooth random field, and drawn with a round pen of
/// varying width and a soft edge. One pixel is the unit of every length below.
/// </remarks>
internal sealed class DigitPen(Random random)
{
    /// <summary>Rows and columns of an image.</summary>
    public const int Size = 28;

    private const int StepsPerSpan = 7;
    private const int FieldSize = 4;

    private readonly float[] _ink = new float[Size * Size];
    private readonly float[] _fieldX = new float[FieldSize * FieldSize];
    private readonly float[] _fieldY = new float[FieldSize * FieldSize];

    /// <summary>Draws <paramref name="digit"/> into <paramref name="pixels"/>, [Size × Size], 0 where there is no ink.</summary>
    public void Draw(int digit, Span<byte> pixels)
    {
        var variants = DigitShapes.All[digit];
        var strokes = variants[random.Next(variants.Length)];
        var hand = Hand.Random(random);
        FillField(_fieldX, hand.Bend);
        FillField(_fieldY, hand.Bend);

        Array.Clear(_ink);
        foreach (var stroke in strokes)
        {
            DrawStroke(stroke, hand);
        }
        for (var i = 0; i < _ink.Length; i++)
        {
            pixels[i] = (byte)((hand.Darkness * _ink[i]) + 0.5f);
        }
    }

    private void DrawStroke(Knot[] stroke, Hand hand)
    {
        var knots = new Knot[stroke.Length];
        for (var i = 0; i < knots.Length; i++)
        {
            var (x, y, corner) = stroke[i];
            knots[i] = new Knot(x + (hand.Jitter * random.Normal()), y + (hand.Jitter * random.Normal()), corner);
        }

        var radius = hand.Radius;
        var from = Place(knots[0].X, knots[0].Y, hand);
        for (var span = 0; span + 1 < knots.Length; span++)
        {
            var endRadius = hand.Radius * (1 + (0.15f * random.Normal()));
            for (var step = 1; step <= StepsPerSpan; step++)
            {
                var t = step / (float)StepsPerSpan;
                var (x, y) = Spline(knots, span, t);
                var to = Place(x, y, hand);
                DrawSegment(from, to, radius + (t * (endRadius - radius)), hand.Softness);
                from = to;
            }
            radius = endRadius;
        }
    }

    /// <summary>The Catmull-Rom spline from knot <paramref name="span"/> to the next, straightened out at corners and ends.</summary>
    private static (float X, float Y) Spline(Knot[] knots, int span, float t)
    {
        var (a, b) = (knots[span], knots[span + 1]);
        var before = span == 0 || a.Corner ? a : knots[span - 1];
        var after = span + 2 == knots.Length || b.Corner ? b : knots[span + 2];
        return (Cubic(before.X, a.X, b.X, after.X, t), Cubic(before.Y, a.Y, b.Y, after.Y, t));
    }

    private static float Cubic(float before, float a, float b, float after, float t)
    {
        var (slopeA, slopeB) = ((b - before) / 2, (after - a) / 2);
        var rise = b - a;
        return a + (t * (slopeA + (t * ((3 * rise) - (2 * slopeA) - slopeB + (t * (slopeA + slopeB - (2 * rise)))))));
    }

    /// <summary>From the 100 × 100 square of the shapes to the image: affine map first, elastic field after it.</summary>
    private (float X, float Y) Place(float x, float y, Hand hand)
    {
        var v = ((y / 100) - 0.5f) * hand.Height;
        var u = (((x / 100) - 0.5f) * hand.Width) - (hand.Slant * v);
        var mappedX = (hand.Cos * u) - (hand.Sin * v) + hand.CentreX;
        var mappedY = (hand.Sin * u) + (hand.Cos * v) + hand.CentreY;
        return (mappedX + Field(_fieldX, mappedX, mappedY), mappedY + Field(_fieldY, mappedX, mappedY));
    }

    private void FillField(float[] field, float strength)
    {
        for (var i = 0; i < field.Length; i++)
        {
            field[i] = strength * random.Normal();
        }
    }

    /// <summary>Smooth interpolation in a grid laid over the image.</summary>
    private static float Field(float[] field, float x, float y)
    {
        var (column, tx) = Cell(x);
        var (row, ty) = Cell(y);
        var i = (row * FieldSize) + column;
        var top = field[i] + (tx * (field[i + 1] - field[i]));
        var bottom = field[i + FieldSize] + (tx * (field[i + FieldSize + 1] - field[i + FieldSize]));
        return top + (ty * (bottom - top));
    }

    private static (int Cell, float Within) Cell(float position)
    {
        var scaled = Math.Clamp(position / Size, 0, 1) * (FieldSize - 1);
        var cell = Math.Min((int)scaled, FieldSize - 2);
        var t = scaled - cell;
        return (cell, t * t * (3 - (2 * t)));
    }

    /// <summary>Lays ink within <paramref name="radius"/> of the segment; it fades over <paramref name="softness"/> at the edge.</summary>
    private void DrawSegment((float X, float Y) from, (float X, float Y) to, float radius, float softness)
    {
        var reach = radius + softness;
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var squaredLength = (dx * dx) + (dy * dy);
        var (firstColumn, lastColumn) = Covered(Math.Min(from.X, to.X) - reach, Math.Max(from.X, to.X) + reach);
        var (firstRow, lastRow) = Covered(Math.Min(from.Y, to.Y) - reach, Math.Max(from.Y, to.Y) + reach);
        for (var row = firstRow; row <= lastRow; row++)
        {
            for (var column = firstColumn; column <= lastColumn; column++)
            {
                var (x, y) = (column + 0.5f - from.X, row + 0.5f - from.Y);
                var t = squaredLength > 0 ? Math.Clamp(((x * dx) + (y * dy)) / squaredLength, 0, 1) : 0;
                x -= t * dx;
                y -= t * dy;
                var depth = Math.Clamp((reach - MathF.Sqrt((x * x) + (y * y))) / (2 * softness), 0, 1);
                ref var ink = ref _ink[(row * Size) + column];
                ink = Math.Max(ink, depth * depth * (3 - (2 * depth)));
            }
        }
    }

    private static (int First, int Last) Covered(float low, float high) =>
        ((int)Math.Clamp(low, 0, Size), (int)Math.Clamp(high, -1, Size - 1));
}
