namespace Storefront.Shop;

/// <summary>The baseline: the three-step form. It does one thing after the other.</summary>
internal sealed class LegacyCheckout(Catalogue catalogue, Warehouse warehouse, PaymentGateway payments, OrderBook orders)
{
    public async ValueTask<Receipt> BuyAsync(Cart cart, CancellationToken stop)
    {
        decimal total = 0;
        int reserved = 0;
        bool isSold = false;
        try
        {
            for (; reserved < cart.Lines.Length; reserved++)
            {
                total += await catalogue.PriceAsync(cart.Lines.AsMemory(reserved, 1), cart, stop);
                await warehouse.ReserveAsync(cart.Lines[reserved], cart, stop);
            }

            isSold = await payments.ChargeAsync(cart, stop);
            return new Receipt(isSold ? await orders.SaveAsync(cart, stop) : null, total);
        }
        finally
        {
            for (int i = 0; i < reserved && !isSold; i++)
            {
                warehouse.Release(cart.Lines[i]);
            }
        }
    }
}
