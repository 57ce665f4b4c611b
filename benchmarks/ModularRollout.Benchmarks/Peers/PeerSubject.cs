using Microsoft.FeatureManagement.FeatureFilters;

namespace ModularRollout.Benchmarks.Peers;

/// <summary>A subject as Microsoft.FeatureManagement takes it.</summary>
internal sealed class PeerSubject : ITargetingContext
{
    private static readonly string[] s_none = [];

    public required string UserId { get; set; }

    public IEnumerable<string> Groups { get; set; } = s_none;

    public required string Country { get; init; }

    public required string Plan { get; init; }

    public required string Email { get; init; }

    public static PeerSubject[] All()
    {
        var subjects = new PeerSubject[Subjects.Count];
        for (int i = 0; i < subjects.Length; i++)
        {
            subjects[i] = new PeerSubject { UserId = Subjects.Id(i), Country = Subjects.Country(i), Plan = Subjects.Plan(i), Email = Subjects.Email(i) };
        }

        return subjects;
    }
}
