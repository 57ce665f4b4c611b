using ModularRollout;
using Storefront.Traffic;

namespace Storefront.Shop;

/// <summary>The place where the flag is asked: two paths, one switch.</summary>
internal sealed class Checkout(IFeatureGate gate, TimeProvider clock, LegacyCheckout legacy, OnePageCheckout onePage, Till till)
{
    public static readonly FlagKey<bool> OnePage = new("checkout.one-page", fallback: false);

    /// <summary>Sold out is an answer that either path may give: no guard should count it.</summary>
    private static readonly SwitchOptions<Receipt> s_options = new() { IsExpected = static exception => exception is SoldOutException };

    /// <summary>Buys by the path that the flag chooses. The switch times it and tells the guards what became of it.</summary>
    public async ValueTask<Receipt> BuyAsync(Shopper shopper, Cart cart, CancellationToken stop)
    {
        long start = clock.GetTimestamp();
        Decision decision = gate.Decide(OnePage, shopper.Context);
        try
        {
            Receipt receipt = await decision.SwitchAsync(
                (legacy, onePage, cart),
                baseline: static (shop, stop) => shop.legacy.BuyAsync(shop.cart, stop),
                candidate: static (shop, stop) => shop.onePage.BuyAsync(shop.cart, stop),
                s_options,
                stop);
            till.Ring(shopper, decision.IsEnabled, clock.GetElapsedTime(start), receipt.Order is not null);
            return receipt;
        }
        catch (OrderLostException)
        {
            // An event of the shop's own, beside the failure that the switch records: a guard of the plan counts it by this name.
            decision.Record(Outcome.Event("order-lost", clock.GetElapsedTime(start)));
            throw;
        }
    }

    /// <summary>What the web page does: whatever goes wrong, the shopper is told.</summary>
    public async Task TryBuyAsync(Shopper shopper, Cart cart, CancellationToken stop)
    {
        try
        {
            _ = await BuyAsync(shopper, cart, stop);
        }
        catch (Exception exception) when (exception is SoldOutException or PaymentFailedException or OrderLostException or OperationCanceledException)
        {
            // "Sorry, please try again later."
        }
    }
}
