namespace ModularRollout;

/// <summary>Says whether telemetry names the subject of a decision.</summary>
public enum ContextIdMode
{
    /// <summary>It does not: no personal data.</summary>
    None,

    /// <summary>By the targeting key as it is.</summary>
    Raw,

    /// <summary>By the HMAC-SHA-256 of the targeting key under the application's secret.</summary>
    Hmac,
}
