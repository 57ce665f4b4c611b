namespace Storefront.Shop;

/// <summary>What a shopper is told at the end.</summary>
/// <param name="Order">The order's number; <see langword="null"/> where the card was refused.</param>
/// <param name="Total">What it costs.</param>
internal sealed record Receipt(long? Order, decimal Total);
