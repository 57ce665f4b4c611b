namespace ModularRollout.Providers;

/// <summary>How often the providers of this package give a sign of life: often enough for the shortest <see cref="FeatureGateOptions.FreshWithin"/>.</summary>
internal static class Heartbeat
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
}
