using ModularRollout;

namespace Storefront.Traffic;

/// <summary>Somebody who buys.</summary>
/// <param name="Id">The targeting key: it is bucketed, so it has to stay the same from visit to visit.</param>
/// <param name="Context">What flags may look at.</param>
internal sealed record Shopper(string Id, EvaluationContext Context);
