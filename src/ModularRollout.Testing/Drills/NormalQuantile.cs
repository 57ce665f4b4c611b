namespace ModularRollout.Testing.Drills;

/// <summary>The quantile of the standard normal distribution, to three digits: Abramowitz &amp; Stegun 26.2.23, whose error is below 4.5e-4.</summary>
internal static class NormalQuantile
{
    public static double Of(double probability)
    {
        if (probability > .5)
        {
            return -Of(1 - probability);
        }

        double t = Math.Sqrt(-2 * Math.Log(probability));
        return (((((.010328 * t) + .802853) * t) + 2.515517) / (((((((.001308 * t) + .189269) * t) + 1.432788) * t) + 1))) - t;
    }
}
