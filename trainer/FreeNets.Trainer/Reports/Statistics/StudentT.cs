namespace FreeNets.Trainer.Reports.Statistics;

/// <summary>Student's t distribution, as far as 95 % intervals need it.</summary>
internal static class StudentT
{
    // The 0.975 quantiles of 1 to 30 degrees of freedom.
    private static readonly double[] s_quantiles =
    [
        12.7062047, 4.3026527, 3.1824463, 2.7764451, 2.5705818, 2.4469119, 2.3646243, 2.3060041, 2.2621572, 2.2281389,
        2.2009852, 2.1788128, 2.1603687, 2.1447867, 2.1314495, 2.1199053, 2.1098156, 2.1009220, 2.0930241, 2.0859634,
        2.0796138, 2.0738731, 2.0686576, 2.0638986, 2.0595386, 2.0555294, 2.0518305, 2.0484071, 2.0452296, 2.0422725,
    ];

    /// <summary>The 0.975 quantile: a mean ± this many standard errors holds the truth 95 times of 100.</summary>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    public static double Quantile975(int degrees)
    {
        if (degrees <= s_quantiles.Length)
        {
            return s_quantiles[degrees - 1];
        }

        // Cornish and Fisher's expansion about the normal quantile; within 1e-6 from 31 degrees on.
        const double z = 1.959963984540054;
        const double z3 = z * z * z;
        const double z5 = z3 * z * z;
        const double z7 = z5 * z * z;
        const double z9 = z7 * z * z;
        double n = degrees;
        return z + ((z3 + z) / (4 * n)) + (((5 * z5) + (16 * z3) + (3 * z)) / (96 * n * n))
            + (((3 * z7) + (19 * z5) + (17 * z3) - (15 * z)) / (384 * n * n * n))
            + (((79 * z9) + (776 * z7) + (1482 * z5) - (1920 * z3) - (945 * z)) / (92160 * n * n * n * n));
    }
}
