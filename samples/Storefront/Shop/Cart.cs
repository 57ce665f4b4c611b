using Storefront.Traffic;

namespace Storefront.Shop;

/// <summary>What somebody wants to buy.</summary>
/// <param name="Lines">The products and how many of each.</param>
/// <param name="Dice">What chance holds for this order, by whichever path it goes.</param>
internal sealed record Cart(CartLine[] Lines, Dice Dice)
{
    /// <summary>Puts one to three products into a cart.</summary>
    public static Cart Fill(Dice dice)
    {
        var lines = new CartLine[1 + dice.Below(3)];
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = new CartLine(dice.Below(Catalogue.Products.Length), 1 + dice.Below(2));
        }

        return new Cart(lines, dice);
    }
}

/// <summary>So many of one product, by its place in the <see cref="Catalogue"/>.</summary>
internal readonly record struct CartLine(int Product, int Quantity);
