using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>The properties of dates, times, durations and ranges (DMN 1.5, tables 53, 61 and 65).</summary>
internal static class Properties
{
    /// <summary>Finds a property by name; false when values of this kind have none of that name.</summary>
    public static bool TryGet(in FeelValue value, string name, out FeelValue property)
    {
        var found = value.Kind switch
        {
            FeelKind.Date => OfDate(value.AsDate(), name),
            FeelKind.Time => OfTime(value.AsTime(), value.AsTime().Offset, name),
            FeelKind.DateTime => OfDateTime(value.AsDateTime(), name),
            FeelKind.DaysTimeDuration => OfDuration(value.AsDaysTimeDuration(), name),
            FeelKind.YearsMonthsDuration => OfDuration(value.AsYearsMonthsDuration(), name),
            FeelKind.Range => OfRange(value.AsRange(), name),
            _ => (FeelValue?)null,
        };
        property = found.GetValueOrDefault();
        return found is not null;
    }

    private static FeelValue? OfDate(FeelDate date, string name) => name switch
    {
        "year" => FeelValue.From((long)date.Year),
        "month" => FeelValue.From((long)date.Month),
        "day" => FeelValue.From((long)date.Day),
        "weekday" => FeelValue.From((long)date.Weekday),
        _ => (FeelValue?)null,
    };

    private static FeelValue? OfTime(FeelTime time, FeelDaysTimeDuration? offset, string name) => name switch
    {
        "hour" => FeelValue.From((long)time.Hour),
        "minute" => FeelValue.From((long)time.Minute),
        "second" => FeelValue.From((long)time.Second),
        "time offset" => offset is { } known ? FeelValue.From(known) : FeelValue.Null,
        "timezone" => FeelValue.From(time.Zone?.RegionId),
        _ => (FeelValue?)null,
    };

    private static FeelValue? OfDateTime(FeelDateTime moment, string name) =>
        OfDate(moment.Date, name) ?? OfTime(moment.Time, moment.Offset, name);

    private static FeelValue? OfDuration(FeelDaysTimeDuration duration, string name) => name switch
    {
        "days" => FeelValue.From(duration.Days),
        "hours" => FeelValue.From((long)duration.Hours),
        "minutes" => FeelValue.From((long)duration.Minutes),
        "seconds" => FeelValue.From(duration.Seconds),
        _ => (FeelValue?)null,
    };

    private static FeelValue? OfDuration(FeelYearsMonthsDuration duration, string name) => name switch
    {
        "years" => FeelValue.From(duration.Years),
        "months" => FeelValue.From((long)duration.Months),
        _ => (FeelValue?)null,
    };

    private static FeelValue? OfRange(FeelRange range, string name) => name switch
    {
        "start" => range.Start,
        "end" => range.End,
        "start included" => FeelValue.From(range.StartIncluded),
        "end included" => FeelValue.From(range.EndIncluded),
        _ => (FeelValue?)null,
    };
}
