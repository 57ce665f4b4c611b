namespace ModularRollout.Providers;

/// <summary>How the conversation with one provider goes; replaced as a whole.</summary>
/// <param name="LastFetch">When the provider last answered, be it with an error.</param>
/// <param name="LastSuccess">When it last delivered something good, or said that nothing has changed.</param>
/// <param name="LastError">What is wrong, until something good is delivered.</param>
/// <param name="LastSign">The timestamp of the last sign of life, or of the start.</param>
internal sealed record LayerProgress(DateTimeOffset? LastFetch, DateTimeOffset? LastSuccess, string? LastError, long LastSign);
