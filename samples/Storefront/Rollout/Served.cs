using ModularRollout;
using Storefront.Shop;
using Storefront.Traffic;

namespace Storefront.Rollout;

/// <summary>What each of 100,000 subjects is served by one snapshot: variant and value.</summary>
internal sealed class Served
{
    private readonly (string? Variant, bool Value)[] _served;

    private Served(FeatureSnapshot snapshot, (string? Variant, bool Value)[] served)
    {
        ContentHash = snapshot.ContentHash;
        _served = served;
    }

    /// <summary>Gets the hash of everything that decides.</summary>
    public string ContentHash { get; }

    public int Subjects => _served.Length;

    /// <summary>Gets how many are served the candidate.</summary>
    public int Candidates => _served.Count(static served => served.Value);

    public static Served By(FeatureSnapshot snapshot, Population population) => new(snapshot, [.. population.Shoppers.Select(shopper =>
    {
        Decision decision = snapshot.Decide(Checkout.OnePage, shopper.Context);
        return (decision.Variant, decision.Get(Checkout.OnePage.Fallback));
    })]);

    /// <summary>Counts the subjects that are served exactly the same as by another snapshot.</summary>
    public int SameAs(Served other) => _served.Zip(other._served).Count(static pair => pair.First == pair.Second);
}
