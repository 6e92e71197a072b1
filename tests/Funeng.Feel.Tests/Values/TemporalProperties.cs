using FsCheck;
using FsCheck.Fluent;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Values;

public sealed class TemporalProperties
{
    private static readonly string[] Regions = ["Asia/Shanghai", "Europe/Paris", "Australia/Melbourne", "America/St_Johns", "Etc/UTC"];

    private static readonly Gen<FeelZone?> Zones = Gen.OneOf(
        Gen.Constant((FeelZone?)null),
        Gen.Choose(-14 * 60, 14 * 60).Select(minutes => FeelZone.TryFromOffset(minutes * 60)),
        Gen.Elements(Regions).Select(FeelZone.TryFindRegion));

    private static readonly Gen<long> NanosecondsOfDay =
        from second in Gen.Choose(0, 86_399)
        from nanosecond in Gen.Elements(0, 1, 500_000_000, 999_999_999)
        select second * 1_000_000_000L + nanosecond;

    private static readonly Arbitrary<FeelDateTime> Moments = (
        from days in Gen.OneOf(Gen.Choose(-30_000, 30_000).Select(days => (long)days), Gen.Choose(-2_000_000_000, 2_000_000_000).Select(days => days * 180L))
        from nanosecond in NanosecondsOfDay
        from zone in Zones
        select new FeelDateTime(Day(days), nanosecond, zone)).ToArbitrary();

    private static readonly Arbitrary<FeelDaysTimeDuration> Durations = (
        from seconds in Gen.OneOf(Gen.Choose(-100_000, 100_000).Select(seconds => (long)seconds), Gen.Choose(int.MinValue, int.MaxValue).Select(seconds => seconds * 100L))
        from nanosecond in Gen.Elements(0, 1, 999_999_999)
        select new FeelDaysTimeDuration(seconds, nanosecond)).ToArbitrary();

    [Fact]
    public void A_moment_prints_and_reads_back_as_itself() => Check.QuickThrowOnFailure(Prop.ForAll(
        Moments, moment => moment.Date.Year == 0 || FeelOperations.Is(TemporalText.Parse(moment.ToString()), moment)));

    [Fact]
    public void A_duration_prints_and_reads_back_as_itself() => Check.QuickThrowOnFailure(Prop.ForAll(
        Durations, duration => TemporalText.Parse(duration.ToString()) == duration));

    [Fact]
    public void A_duration_is_the_difference_that_its_sum_makes() => Check.QuickThrowOnFailure(Prop.ForAll(Moments, Durations, (moment, duration) =>
    {
        var sum = FeelOperations.Add(moment, duration);
        return sum.IsNull || IsInOverlap(moment) || IsInOverlap(sum.AsDateTime()) || FeelOperations.Subtract(sum, moment) == duration;
    }));

    [Fact]
    public void The_order_of_moments_is_the_sign_of_their_difference() => Check.QuickThrowOnFailure(Prop.ForAll(Moments, Moments, (left, right) =>
        FeelOperations.Subtract(left, right) is var difference
        && (difference.IsNull || FeelOperations.Compare(left, right) == Math.Sign(difference.AsDaysTimeDuration().CompareTo(default)))));

    [Fact]
    public void The_parts_of_a_duration_add_up() => Check.QuickThrowOnFailure(Prop.ForAll(Durations, duration =>
        duration.Seconds.TryToDecimal(out var seconds)
        && (duration.Days * 86_400m + duration.Hours * 3600m + duration.Minutes * 60m + seconds)
            == duration.WholeSeconds + duration.NanosecondPart / 1_000_000_000m));

    // In the hour that a clock shows twice, or leaves out, a local time stands for another instant than the one it came from.
    private static bool IsInOverlap(FeelDateTime moment) =>
        moment.Zone?.RegionId is not null
        && moment.TryAdd(new FeelDaysTimeDuration(0, 0), out var same)
        && (same != moment || Near(moment, -4) != Near(moment, 4));

    private static FeelDaysTimeDuration? Near(FeelDateTime moment, int hours) =>
        moment.TryAdd(new FeelDaysTimeDuration(hours * 3600, 0), out var near) ? near.Offset : null;

    private static FeelDate Day(long number)
    {
        Assert.True(FeelDate.TryFromDayNumber(number, out var date));
        return date;
    }
}
