using Storefront.Shop;
using Storefront.Time;

namespace Storefront.Traffic;

/// <summary>Sends shoppers to the checkout: six a second, at random moments, many at once.</summary>
internal sealed class Visitors(VirtualTime clock, Population population, Checkout checkout, ulong seed)
{
    private const double PerSecond = 6;

    private readonly Dice _dice = new(seed);
    private DateTimeOffset _next = clock.GetUtcNow();
    private long _orders;

    /// <summary>Lets them come until a moment. Who has not finished by then finishes later.</summary>
    public void ComeUntil(DateTimeOffset moment, CancellationToken stop)
    {
        while (_next <= moment)
        {
            clock.GoOnTo(_next);
            Shopper shopper = population.Next(_dice);
            _ = checkout.TryBuyAsync(shopper, Cart.Fill(Dice.For(seed, ++_orders)), stop);
            _next += _dice.Gap(PerSecond);
        }

        clock.GoOnTo(moment);
    }
}
