namespace Storefront.Shop;

/// <summary>Where paid orders are written.</summary>
internal sealed class OrderBook(TimeProvider clock)
{
    private long _last;

    /// <summary>Saves an order.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="OrderLostException">It could not be saved.</exception>
    public async ValueTask<long> SaveAsync(Cart cart, CancellationToken stop)
    {
        await Task.Delay(cart.Dice.Milliseconds(8, 25), clock, stop);
        return cart.Dice.Chance(.002) ? throw new OrderLostException() : ++_last;
    }
}
