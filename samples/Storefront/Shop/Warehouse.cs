namespace Storefront.Shop;

/// <summary>Keeps what is in stock.</summary>
/// <remarks>One thread drives this shop; yours would need a lock, or a database.</remarks>
internal sealed class Warehouse(TimeProvider clock)
{
    private const int Delivery = 500;

    private readonly int[] _stock = [.. Catalogue.Products.Select(static _ => Delivery)];

    /// <summary>Puts products aside for an order.</summary>
    /// <exception cref="SoldOutException">There are not enough; the next delivery is on its way.</exception>
    public async ValueTask ReserveAsync(CartLine line, Cart cart, CancellationToken stop)
    {
        await Task.Delay(cart.Dice.Milliseconds(10, 30), clock, stop);
        if (_stock[line.Product] < line.Quantity)
        {
            _stock[line.Product] += Delivery;
            throw new SoldOutException(Catalogue.Products[line.Product].Name);
        }

        _stock[line.Product] -= line.Quantity;
    }

    /// <summary>Puts products back.</summary>
    public void Release(CartLine line) => _stock[line.Product] += line.Quantity;
}
