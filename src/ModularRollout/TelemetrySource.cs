using System.Diagnostics;

namespace ModularRollout;

/// <summary>The activity source of the package, and the name it shares with the gates' meters.</summary>
internal static class TelemetrySource
{
    public const string Name = "ModularRollout";

    public static ActivitySource Activities { get; } = new(Name);
}
