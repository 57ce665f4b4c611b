namespace ModularRollout.Rollouts.Evidence;

/// <summary>Computes ln Γ(x), which the framework lacks.</summary>
internal static class LogGamma
{
    /// <summary>From here on eight terms of Stirling's series are exact to a double.</summary>
    private const double StirlingFrom = 10;

    private static readonly double s_halfLogTwoPi = .5 * Math.Log(2 * Math.PI);

    /// <param name="x">Above 0.</param>
    public static double Of(double x)
    {
        double product = 1;
        for (; x < StirlingFrom; x++)
        {
            product *= x;
        }

        return ((x - .5) * Math.Log(x)) - x + s_halfLogTwoPi + Series(1 / x) - Math.Log(product);
    }

    /// <summary>B(2i)/(2i(2i − 1)x^(2i − 1)), the Bernoulli numbers' series (Abramowitz &amp; Stegun 6.1.41).</summary>
    private static double Series(double inverse)
    {
        double square = inverse * inverse;
        return inverse * ((1.0 / 12) + (square * ((-1.0 / 360) + (square * ((1.0 / 1260) + (square * ((-1.0 / 1680) + (square * ((1.0 / 1188)
            + (square * ((-691.0 / 360360) + (square * ((1.0 / 156) - (square * (3617.0 / 122400)))))))))))))));
    }
}
