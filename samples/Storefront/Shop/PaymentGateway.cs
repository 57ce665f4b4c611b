namespace Storefront.Shop;

/// <summary>Charges cards.</summary>
/// <param name="clock">The clock.</param>
/// <param name="callsPerMinute">How many calls a minute the contract with the gateway allows.</param>
internal sealed class PaymentGateway(TimeProvider clock, int callsPerMinute)
{
    private readonly Quota _quota = new(clock, callsPerMinute);

    /// <summary>Charges an amount.</summary>
    /// <returns>Whether the card was accepted.</returns>
    /// <exception cref="PaymentFailedException">The gateway did not do its work.</exception>
    public async ValueTask<bool> ChargeAsync(Cart cart, CancellationToken stop)
    {
        await _quota.EnterAsync(stop);
        await Task.Delay(cart.Dice.Milliseconds(110, 280), clock, stop);
        if (cart.Dice.Chance(.006))
        {
            throw new PaymentFailedException("The gateway broke off.");
        }

        return !cart.Dice.Chance(.02);
    }
}
