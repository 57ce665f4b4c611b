namespace Storefront.Shop;

/// <summary>What there is, and what it costs.</summary>
internal sealed class Catalogue(TimeProvider clock)
{
    public static readonly (string Name, decimal Price)[] Products =
    [
        ("kettle", 39.90m), ("toaster", 49.00m), ("coffee grinder", 89.50m), ("bread knife", 24.90m), ("tea towel", 7.20m), ("cast-iron pan", 64.00m),
        ("colander", 18.40m), ("whisk", 9.90m), ("scales", 29.00m), ("apron", 21.50m), ("jam jars", 12.80m), ("cookbook", 34.00m),
    ];

    /// <summary>Prices lines with one call.</summary>
    public async ValueTask<decimal> PriceAsync(ReadOnlyMemory<CartLine> lines, Cart cart, CancellationToken stop)
    {
        await Task.Delay(cart.Dice.Milliseconds(8, 20), clock, stop);
        decimal total = 0;
        foreach (CartLine line in lines.Span)
        {
            total += Products[line.Product].Price * line.Quantity;
        }

        return total;
    }
}
