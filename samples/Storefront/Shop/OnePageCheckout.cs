namespace Storefront.Shop;

/// <summary>The candidate: one page, which asks for price and stock at the same time, and pays by the new gateway.</summary>
internal sealed class OnePageCheckout(Catalogue catalogue, Warehouse warehouse, PaymentGateway payments, OrderBook orders)
{
    public async ValueTask<Receipt> BuyAsync(Cart cart, CancellationToken stop)
    {
        Task<decimal> price = catalogue.PriceAsync(cart.Lines, cart, stop).AsTask();
        Task[] reservations = [.. cart.Lines.Select(line => warehouse.ReserveAsync(line, cart, stop).AsTask())];
        bool isSold = false;
        try
        {
            await Task.WhenAll([price, .. reservations]);
            isSold = await payments.ChargeAsync(cart, stop);
            return new Receipt(isSold ? await orders.SaveAsync(cart, stop) : null, await price);
        }
        finally
        {
            for (int i = 0; i < reservations.Length; i++)
            {
                if (!isSold && reservations[i].IsCompletedSuccessfully)
                {
                    warehouse.Release(cart.Lines[i]);
                }
            }
        }
    }
}
