using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;
using ModularRollout.Benchmarks.Peers;
using ModularRollout.Benchmarks.Reporting;

namespace ModularRollout.Benchmarks.Commands;

/// <summary>I: the first evaluation of a flag after a reload of 10,000 flags.</summary>
internal static class ReloadCommand
{
    private const int Flags = 10_000;
    private const int Reloads = 60;
    private const int PeerReloads = 3;
    private const int Changed = 5;

    public static void Run(Figures figures)
    {
        double ours = Ours();
        double peer = Peer();
        figures.Add("reload.first", ours);
        figures.Table(
            "First evaluation of a flag after a reload of 10,000 flags",
            $"Medians of {Reloads} reloads (the flag has changed each time) and of {PeerReloads} for Microsoft.FeatureManagement, which pays anew for every flag.",
            ["", "the first call"],
            [["ours", Figures.Time(ours)], ["Microsoft.FeatureManagement", Figures.Time(peer)]]);
    }

    private static double Ours()
    {
        byte[] document = RealisticDocument.Make(Flags);
        byte[] edited = RealisticDocument.Make(Flags, Changed);
        using var hand = new HandPublishedGate(document);
        var key = new FlagKey<bool>(Scenarios.FlagName(Changed), false);
        var context = new EvaluationContext(Subjects.Id(1));
        var times = new List<double>();
        for (int i = 0; i < Reloads; i++)
        {
            hand.Publish(i % 2 == 0 ? edited : document);
            long began = Stopwatch.GetTimestamp();
            _ = hand.Gate.IsEnabled(key, context);
            times.Add(Stopwatch.GetElapsedTime(began).TotalNanoseconds);
        }

        return Statistics.Median(times);
    }

    private static double Peer()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(FeatureManagementDocument.Flags(Flags, constant: false)).Build();
        using var peer = new FeatureManagementPeer(configuration);
        string flag = Scenarios.FlagName(Changed);
        PeerSubject subject = PeerSubject.All()[1];
        var times = new List<double>();
        for (int i = 0; i <= PeerReloads; i++)
        {
            configuration.Reload();
            long began = Stopwatch.GetTimestamp();
            _ = peer.Manager.IsEnabledAsync(flag, subject).AsTask().GetAwaiter().GetResult();
            times.Add(Stopwatch.GetElapsedTime(began).TotalNanoseconds);
        }

        times.RemoveAt(0);
        return Statistics.Median(times);
    }
}
