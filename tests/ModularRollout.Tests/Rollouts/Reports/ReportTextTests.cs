using FsCheck;
using FsCheck.Xunit;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Evidence;
using ModularRollout.Rollouts.Reports;

namespace ModularRollout.Tests.Rollouts.Reports;

/// <summary>Reports as JSON and as pages.</summary>
public sealed class ReportTextTests
{
    [Property(MaxTest = 50)]
    public void Read_WhatWasWritten_IsTheSameReport(NonNull<string> text, PositiveInt number, bool isOpen)
    {
        // Of unpaired surrogates JSON has no form: they become U+FFFD.
        string clean = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text.Get));
        RolloutReport report = Report(clean, number.Get, isOpen);

        RolloutReport read = ReportReader.Read(ReportWriter.Write(report))!;

        Assert.Equal(report.ToMarkdown(), read.ToMarkdown());
        Assert.Equal(ReportWriter.Write(report), ReportWriter.Write(read));
    }

    [Fact]
    public void ToMarkdown_Report_IsThePage() => Assert.Equal(
        """
        # Report: rollout of `checkout`, attempt 1

        - **Hypothesis:** It is not slower.
        - **Outcome:** RolledBack, by rollout: Guard `errors` reached its limit.
        - **Lasted:** 3m, from 2026-03-02 09:00:00Z to 2026-03-02 09:03:00Z; from `off` to `on`.
        - **Learnt:** It is worse.
        - **Follow-up:** Mend it.

        ## Guards

        | guard | verdict | tolerated | candidate | baseline | event | lies at |
        |---|---|---|---|---|---|---|
        | `errors` | Breach | 1 times | 7 of 100 | 3 of 300 | errors | from 1.5 to 9.25 times the baseline's rate |
        | `budget` (dry run) | Healthy | 0.5 % | 7 of 100 | 3 of 300 | errors | from 0.1 % to 12 % |

        - `errors`: It broke.
        - `budget`: All is well.

        ## Stages

        | stage | reach | entered | lasted | subjects | candidate | baseline | rings | late |
        |---|---|---|---|---|---|---|---|---|
        | `quarter` | 25 % | 2026-03-02 09:00:00Z | 3m | 90 | 100 outcomes | 300 outcomes | 0 outcomes | 1 |

        ## Latency

        | stage | arm | p50 | p90 | p99 |
        |---|---|---|---|---|
        | `quarter` | candidate | 90 to 110 ms | 90 to 110 ms | at least 90 ms |

        ## Impact by `country` in stage `quarter`

        | value | candidate fails | mean | baseline fails | mean |
        |---|---|---|---|---|
        | CH | 2 of 10, from 0.939 % to 65.752 % | 100 ms | 1 of 20, from 0.016 % to 33.071 % | 50 ms |

        *Each interval misses what it encloses with a probability of at most 0.05, however often one looks.*

        """.ReplaceLineEndings("\n"),
        Report("It is not slower.", 1, isOpen: false).ToMarkdown());

    [Fact]
    public void ToMarkdown_HostileTexts_StayText()
    {
        string page = Report("<b>|`x`\n# hi", 1, isOpen: false).ToMarkdown();

        Assert.Contains("&lt;b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\n# hi", page, StringComparison.Ordinal);
    }

    private static RolloutReport Report(string text, int number, bool isOpen)
    {
        var started = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        TimeSpan latency = TimeSpan.FromMilliseconds(90);
        LatencyInterval[] quantiles = [new(.5, latency, latency + TimeSpan.FromMilliseconds(20)), new(.9, latency, latency + TimeSpan.FromMilliseconds(20)), new(.99, latency, null)];
        return new RolloutReport("checkout", number, isOpen ? RolloutStatus.Running : RolloutStatus.RolledBack)
        {
            Hypothesis = text,
            Candidate = "on",
            Baseline = "off",
            Actor = "rollout",
            Reason = "Guard `errors` reached its limit.",
            Started = started,
            Ended = isOpen ? null : started.AddMinutes(3),
            Duration = TimeSpan.FromMinutes(3),
            Evident = "It is worse.",
            Expected = "Mend it.",
            Guards =
            [
                Guard("errors", GuardVerdict.Breach, "It broke.", times: 1, upper: isOpen ? double.PositiveInfinity : 9.25, lower: 1.5),
                Guard("budget", GuardVerdict.Healthy, "All is well.", times: null, upper: .12, lower: .001),
            ],
            Stages =
            [
                new StageReport("quarter", 0)
                {
                    SharePercent = 25,
                    Entered = started,
                    Left = isOpen ? null : started.AddMinutes(3),
                    Duration = TimeSpan.FromMinutes(3),
                    Subjects = 90,
                    Candidate = new ArmReport(100, 1, quantiles),
                    Baseline = new ArmReport(300, 0, []),
                    Impact = [new AttributeImpact("country", [new ValueImpact("CH", new ArmImpact(10, 2, TimeSpan.FromSeconds(1)), new ArmImpact(20, 1, TimeSpan.FromSeconds(1)), default)])],
                },
            ],
        };
    }

    private static GuardReport Guard(string name, GuardVerdict verdict, string sentence, double? times, double lower, double upper) => new(name, verdict)
    {
        Sentence = sentence,
        IsDryRun = times is null,
        TimesBaseline = times,
        Rate = times is null ? .005 : null,
        CandidateEvents = 7,
        BaselineEvents = 3,
        CandidateOutcomes = 100,
        BaselineOutcomes = 300,
        Estimates = [new EventEstimate("errors", 7, 10, new AnytimeInterval(lower, upper))],
    };
}
