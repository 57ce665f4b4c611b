namespace Storefront.Shop;

/// <summary>A product is sold out: an answer, not a failure of the checkout.</summary>
internal sealed class SoldOutException(string product) : Exception($"The {product} is sold out.");

/// <summary>The payment gateway failed.</summary>
internal sealed class PaymentFailedException(string message) : Exception(message);

/// <summary>Paid, but not saved: the worst that can happen to an order.</summary>
internal sealed class OrderLostException() : Exception("The order was paid and could not be saved.");
