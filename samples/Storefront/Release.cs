namespace Storefront;

/// <summary>A release of the new checkout.</summary>
/// <param name="Run">The run that shows it.</param>
/// <param name="Version">Its version.</param>
/// <param name="PaymentsPerMinute">How many calls a minute the contract with the new payment gateway allows.</param>
/// <param name="Story">What to expect of it.</param>
/// <remarks>
/// Both releases are the same code, and the same in every test. The second was shipped with the key of the test account, which allows 84 payments a minute: nobody
/// notices at 1 percent of the traffic, nor at 5. At a quarter, some 90 orders a minute want to be paid.
/// </remarks>
internal sealed record Release(string Run, string Version, int PaymentsPerMinute, string Story)
{
    public static readonly Release Healthy = new("A", "2.4.0", 6_000, "healthy, walks to 100 %");
    public static readonly Release Worse = new("B", "2.5.0", 84, "gets worse at a quarter of the traffic");

    public static IReadOnlyList<Release> All { get; } = [Healthy, Worse];
}
