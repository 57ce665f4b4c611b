namespace Storefront.Shop;

/// <summary>Lets so many calls through a minute: short bursts at once, then one after the other.</summary>
internal sealed class Quota(TimeProvider clock, int perMinute)
{
    private const int Burst = 5;

    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(400);

    private readonly TimeSpan _interval = TimeSpan.FromMinutes(1) / perMinute;
    private readonly long _origin = clock.GetTimestamp();
    private TimeSpan _next;

    /// <summary>Waits for its turn.</summary>
    /// <exception cref="PaymentFailedException">It would not have come in time.</exception>
    public async ValueTask EnterAsync(CancellationToken stop)
    {
        TimeSpan now = clock.GetElapsedTime(_origin);
        TimeSpan wait = _next - (Burst * _interval) - now;
        if (wait > s_patience)
        {
            await Task.Delay(s_patience, clock, stop);
            throw new PaymentFailedException("429: the gateway's quota is used up.");
        }

        _next = (_next > now ? _next : now) + _interval;
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, stop);
        }
    }
}
