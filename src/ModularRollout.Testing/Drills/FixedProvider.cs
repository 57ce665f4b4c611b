namespace ModularRollout.Testing.Drills;

/// <summary>Delivers one document, once.</summary>
internal sealed class FixedProvider(byte[] utf8Json) : IFlagProvider
{
    public string Name => "drill";

    public async ValueTask<FlagPayload> FetchAsync(string? knownVersion, CancellationToken cancellationToken)
    {
        if (knownVersion is not null)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        }

        return new FlagPayload("1", utf8Json);
    }
}
