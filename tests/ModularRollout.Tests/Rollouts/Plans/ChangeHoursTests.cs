using System.Globalization;
using FsCheck.Xunit;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Tests.Rollouts.Plans;

public sealed class ChangeHoursTests
{
    private static readonly DayOfWeek[] s_everyDay = Enum.GetValues<DayOfWeek>();

    [Theory]
    [InlineData("2026-11-23T07:59:59Z", false)] // a Monday, an hour ahead of UTC
    [InlineData("2026-11-23T08:00:00Z", true)]
    [InlineData("2026-11-23T14:59:59Z", true)]
    [InlineData("2026-11-23T15:00:00Z", false)]
    [InlineData("2026-11-24T09:00:00Z", false)] // a Tuesday
    [InlineData("2026-07-06T07:00:00Z", true)] // two hours ahead in summer
    [InlineData("2026-07-06T14:00:00Z", false)]
    [InlineData("2026-11-23T17:00:00+09:00", true)] // whatever the offset it is told in
    public void IsOpen_HoursOfADay_FollowTheZonesClock(string now, bool expected) =>
        Assert.Equal(expected, Hours("09:00", "16:00", "Europe/Zurich", DayOfWeek.Monday).IsOpen(At(now)));

    [Theory]
    [InlineData("2026-11-27T21:59:59Z", false)] // a Friday
    [InlineData("2026-11-27T22:00:00Z", true)]
    [InlineData("2026-11-28T03:59:59Z", true)]
    [InlineData("2026-11-28T04:00:00Z", false)]
    [InlineData("2026-11-27T01:00:00Z", false)] // the night that began on Thursday
    [InlineData("2026-11-28T23:00:00Z", false)]
    public void IsOpen_HoursAcrossMidnight_BelongToTheDayTheyBeginOn(string now, bool expected) =>
        Assert.Equal(expected, Hours("22:00", "04:00", "UTC", DayOfWeek.Friday).IsOpen(At(now)));

    [Theory]
    [InlineData("22:00", "06:00", "2026-03-28T12:00:00Z", 7)] // the night that loses an hour in Zurich
    [InlineData("22:00", "06:00", "2026-10-24T12:00:00Z", 9)] // the night that has one twice
    [InlineData("22:00", "06:00", "2026-11-24T12:00:00Z", 8)]
    [InlineData("02:30", "03:30", "2026-03-28T12:00:00Z", .5)] // begins in the hour that is skipped: at the jump
    [InlineData("02:00", "03:00", "2026-03-28T12:00:00Z", 0)] // lies in it
    [InlineData("01:00", "02:30", "2026-03-28T12:00:00Z", 1)] // ends in it: at the jump
    [InlineData("02:00", "02:30", "2026-10-24T12:00:00Z", .5)] // the hour that comes twice opens once
    [InlineData("01:30", "02:30", "2026-10-24T12:00:00Z", 1)]
    [InlineData("02:30", "03:30", "2026-10-24T12:00:00Z", 2)] // from the first half past two
    public void OpenWithin_NightOfAClockChange_CountsWhatPasses(string from, string to, string noon, double hours)
    {
        TimeSpan open = Hours(from, to, "Europe/Zurich", s_everyDay).OpenWithin(At(noon), At(noon).AddHours(24));

        Assert.Equal(TimeSpan.FromHours(hours), open);
    }

    [Theory]
    [InlineData("2026-11-20T12:00:00Z", "2026-11-27T12:00:00Z", 28)] // a week
    [InlineData("2026-11-23T10:00:00Z", "2026-11-23T11:30:00Z", 1.5)]
    [InlineData("2026-11-23T07:00:00Z", "2026-11-23T09:00:00Z", 1)]
    [InlineData("2026-11-23T14:00:00Z", "2026-11-24T09:00:00Z", 2)]
    [InlineData("2026-11-27T12:00:00Z", "2026-11-30T07:00:00Z", 0)]
    [InlineData("2026-11-24T09:00:00Z", "2026-11-23T14:00:00Z", 0)] // ends before it begins
    public void OpenWithin_Stretch_CountsOpenHoursAlone(string from, string to, double hours)
    {
        ChangeHours changeHours = Hours("09:00", "16:00", "Europe/Zurich", DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday);

        Assert.Equal(TimeSpan.FromHours(hours), changeHours.OpenWithin(At(from), At(to)));
    }

    [Theory]
    [InlineData("2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z")] // open
    [InlineData("2026-11-23T15:00:00Z", "2026-11-24T08:00:00Z")]
    [InlineData("2026-11-24T15:00:00Z", "2026-11-30T08:00:00Z")] // Tuesday to Monday
    [InlineData("2026-03-24T15:00:00Z", "2026-03-30T07:00:00Z")] // over the change
    public void NextOpening_Closed_IsTheNextBeginning(string now, string expected) =>
        Assert.Equal(At(expected), Hours("09:00", "16:00", "Europe/Zurich", DayOfWeek.Monday, DayOfWeek.Tuesday).NextOpening(At(now)));

    [Fact]
    public void NextOpening_HoursThatAreSkippedThisWeek_IsNextWeek() =>
        Assert.Equal(At("2026-04-05T00:00:00Z"), Hours("02:00", "02:30", "Europe/Zurich", DayOfWeek.Sunday).NextOpening(At("2026-03-28T12:00:00Z")));

    [Fact]
    public void IsOpen_DayThatAZoneSkipped_NeverCame()
    {
        // Samoa went from Thursday the 29th of December 2011 to Saturday the 31st.
        ChangeHours friday = Hours("09:00", "16:00", "Pacific/Apia", DayOfWeek.Friday);

        Assert.Equal(TimeSpan.Zero, friday.OpenWithin(At("2011-12-29T00:00:00Z"), At("2012-01-01T00:00:00Z")));
        Assert.Equal(At("2012-01-05T19:00:00Z"), friday.NextOpening(At("2011-12-29T12:00:00Z")));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void ChangeHours_EndsOfTheCalendar_Answer(string now)
    {
        ChangeHours hours = Hours("22:00", "04:00", "Pacific/Kiritimati", s_everyDay);

        Assert.False(hours.IsOpen(At(now)));
        Assert.Equal(TimeSpan.Zero, hours.OpenWithin(At(now), At(now)));
        Assert.Equal(now[0] == '9', hours.NextOpening(At(now)) is null);
    }

    [Property(MaxTest = 300)]
    public bool OpenWithin_AnyStretch_IsTheMinutesThatAreOpen(int minutes, ushort start, TimeOnly from, TimeOnly to, byte zone, byte days)
    {
        string[] zones = ["UTC", "Europe/Zurich", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "America/Havana"];
        (from, to) = (WholeMinute(from), WholeMinute(to));
        ChangeHours hours = Hours(from, to == from ? from.AddMinutes(1) : to, zones[zone % zones.Length], [.. s_everyDay.Where(day => (days & (1 << (int)day)) != 0 || day == 0)]);
        DateTimeOffset begin = At("2026-01-01T00:00:00Z").AddMinutes(start * 8L);
        int length = Math.Abs(minutes % 10_000);

        int open = Enumerable.Range(0, length).Count(minute => hours.IsOpen(begin.AddMinutes(minute)));

        return hours.OpenWithin(begin, begin.AddMinutes(length)) == TimeSpan.FromMinutes(open);
    }

    [Property(MaxTest = 300)]
    public bool NextOpening_AnyInstant_IsTheFirstOpenOne(ushort start, TimeOnly from, TimeOnly to, byte day)
    {
        (from, to) = (WholeMinute(from), WholeMinute(to));
        ChangeHours hours = Hours(from, to == from ? from.AddMinutes(1) : to, "Europe/Zurich", (DayOfWeek)(day % 7));
        DateTimeOffset now = At("2026-01-01T00:00:00Z").AddMinutes(start * 8L);

        DateTimeOffset next = hours.NextOpening(now)!.Value;

        return next >= now && hours.IsOpen(next) && hours.OpenWithin(now, next) == TimeSpan.Zero;
    }

    private static TimeOnly WholeMinute(TimeOnly time) => new(time.Hour, time.Minute);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static ChangeHours Hours(string from, string to, string zone, params DayOfWeek[] days) =>
        Hours(TimeOnly.Parse(from, CultureInfo.InvariantCulture), TimeOnly.Parse(to, CultureInfo.InvariantCulture), zone, days);

    private static ChangeHours Hours(TimeOnly from, TimeOnly to, string zone, params DayOfWeek[] days) =>
        new(days, from, to, TimeZoneInfo.FindSystemTimeZoneById(zone));
}
