namespace Snippets;

/// <summary>What the pages' examples sell.</summary>
public sealed record Cart(decimal Total);

public sealed record Receipt(long Order);

/// <summary>The old checkout.</summary>
public static class ThreeSteps
{
    public static ValueTask<Receipt> BuyAsync(Cart cart, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? ValueTask.FromCanceled<Receipt>(cancellationToken)
        : ValueTask.FromResult(new Receipt((long)cart.Total));
}

/// <summary>The new checkout.</summary>
public static class OnePage
{
    public static ValueTask<Receipt> BuyAsync(Cart cart, CancellationToken cancellationToken) => ThreeSteps.BuyAsync(cart, cancellationToken);
}
