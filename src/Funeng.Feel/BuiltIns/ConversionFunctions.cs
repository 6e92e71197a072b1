using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.BuiltIns;

/// <summary>Functions that make a value of one kind from another (DMN 1.5, table 74).</summary>
internal static class ConversionFunctions
{
    public static readonly BuiltIn[] All =
    [
        new(
            "date",
            BuiltInSignature.Of("from: string", FeelType.Date, DateFromText),
            BuiltInSignature.Of("from: date", FeelType.Date, Unchanged),
            BuiltInSignature.Of("from: date and time", FeelType.Date, DateFromDateTime),
            BuiltInSignature.Of("year: number, month: number, day: number", FeelType.Date, DateFromParts)),
        new(
            "date and time",
            BuiltInSignature.Of("from: string", FeelType.DateTime, DateTimeFromText),
            BuiltInSignature.Of("from: date and time", FeelType.DateTime, Unchanged),
            BuiltInSignature.Of("date: date, time: time", FeelType.DateTime, DateTimeFromParts),
            BuiltInSignature.Of("date: date and time, time: time", FeelType.DateTime, DateTimeFromParts)),
        new(
            "time",
            BuiltInSignature.Of("from: string", FeelType.Time, TimeFromText),
            BuiltInSignature.Of("from: time", FeelType.Time, Unchanged),
            BuiltInSignature.Of("from: date and time", FeelType.Time, TimeFromDateTime),
            BuiltInSignature.Of("hour: number, minute: number, second: number, offset?: days and time duration?", FeelType.Time, TimeFromParts)),
        new(
            "duration",
            BuiltInSignature.Of("from: string", FeelType.Any, DurationFromText),
            BuiltInSignature.Of("from: days and time duration", FeelType.DaysTimeDuration, Unchanged),
            BuiltInSignature.Of("from: years and months duration", FeelType.YearsMonthsDuration, Unchanged)),
        new(
            "years and months duration",
            BuiltInSignature.Of("from: date, to: date", FeelType.YearsMonthsDuration, MonthsBetween),
            BuiltInSignature.Of("from: date and time, to: date and time", FeelType.YearsMonthsDuration, MonthsBetween),
            BuiltInSignature.Of("from: date, to: date and time", FeelType.YearsMonthsDuration, MonthsBetween),
            BuiltInSignature.Of("from: date and time, to: date", FeelType.YearsMonthsDuration, MonthsBetween)),
        new("number", BuiltInSignature.Of(
            "from: string, grouping separator: string?, decimal separator: string?", FeelType.Number, NumberFromText)),
        new("string", BuiltInSignature.Of("from: Any", FeelType.String, Text)),
        new("range", BuiltInSignature.Of("from: string", FeelType.AnyRange, RangeFromText)),
    ];

    private static FeelValue Unchanged(in BuiltInCall call) => call[0];

    private static FeelValue DateFromText(in BuiltInCall call) =>
        TemporalText.TryParseDate(call[0].AsString(), out var date) ? date : call.OutOfDomain("date", call[0]);

    private static FeelValue DateFromDateTime(in BuiltInCall call) => call[0].AsDateTime().Date;

    private static FeelValue DateFromParts(in BuiltInCall call) =>
        call[0].AsNumber().TryToInt64(out var year) && call[1].AsNumber().TryToInt64(out var month) && call[2].AsNumber().TryToInt64(out var day)
        && FeelDate.TryCreate(year, month, day, out var date)
            ? date
            : call.OutOfDomain("date", call[0], call[1]);

    private static FeelValue DateTimeFromText(in BuiltInCall call)
    {
        var text = call[0].AsString();
        if (TemporalText.TryParseDateTime(text, out var dateTime))
            return dateTime;
        return TemporalText.TryParseDate(text, out var date) ? new FeelDateTime(date, 0) : call.OutOfDomain("date and time", call[0]);
    }

    private static FeelValue DateTimeFromParts(in BuiltInCall call) => new FeelDateTime(DatePart(call[0]), call[1].AsTime());

    private static FeelValue TimeFromText(in BuiltInCall call) =>
        TemporalText.TryParseTime(call[0].AsString(), out var time) ? time : call.OutOfDomain("time", call[0]);

    private static FeelValue TimeFromDateTime(in BuiltInCall call) => call[0].AsDateTime().Time;

    // Seconds may have a fraction of up to nine digits; more are cut off.
    private static FeelValue TimeFromParts(in BuiltInCall call)
    {
        if (!call[0].AsNumber().TryToInt64(out var hour) || hour is < 0 or > 23
            || !call[1].AsNumber().TryToInt64(out var minute) || minute is < 0 or > 59
            || call[2].AsNumber() is not { Sign: >= 0 } second || second >= 60)
            return call.OutOfDomain("time", call[0], call[1]);

        var zone = call[3].IsNull ? null : FeelZone.TryFromOffset(call[3].AsDaysTimeDuration().WholeSeconds);
        if (zone is null && !call[3].IsNull)
            return call.OutOfDomain("offset", call[3]);

        FeelNumber.TryMultiply(second, FeelTime.NanosecondsPerSecond, out var nanoseconds);
        nanoseconds.Truncate().TryToInt64(out var ofMinute);
        return new FeelTime((hour * 3600 + minute * 60) * FeelTime.NanosecondsPerSecond + ofMinute, zone);
    }

    private static FeelValue DurationFromText(in BuiltInCall call)
    {
        var duration = TemporalText.ParseDuration(call[0].AsString());
        return duration.IsNull ? call.OutOfDomain("duration", call[0]) : duration;
    }

    // Whole months between the dates, towards zero; time of day and zone do not count.
    private static FeelValue MonthsBetween(in BuiltInCall call)
    {
        var from = DatePart(call[0]);
        var to = DatePart(call[1]);
        var months = (to.Year - (long)from.Year) * 12 + to.Month - from.Month;
        if (months > 0 && to.Day < from.Day)
            months--;
        else if (months < 0 && to.Day > from.Day)
            months++;
        return new FeelYearsMonthsDuration(months);
    }

    private static FeelDate DatePart(in FeelValue value) => value.Kind == FeelKind.Date ? value.AsDate() : value.AsDateTime().Date;

    private static FeelValue NumberFromText(in BuiltInCall call)
    {
        var text = call[0].AsString();
        var grouping = call[1].IsNull ? null : call[1].AsString();
        var point = call[2].IsNull ? null : call[2].AsString();
        if (grouping is not (null or " " or "," or ".") || point is not (null or "," or ".") || (grouping is not null && grouping == point))
            return call.OutOfDomain("number", call[1], call[2]);

        if (grouping is not null)
            text = text.Replace(grouping, "", StringComparison.Ordinal);
        if (point is not null && point != ".")
            text = text.Contains('.', StringComparison.Ordinal) ? "" : text.Replace(point, ".", StringComparison.Ordinal);
        return FeelNumber.TryParse(text, out var number) ? number : call.OutOfDomain("number", call[0]);
    }

    private static FeelValue Text(in BuiltInCall call)
    {
        var text = call[0].ToText();
        return text.Length <= ValueText.LongestText ? text : call.Fail(DiagnosticKind.LimitExceeded, "string");
    }

    private static FeelValue RangeFromText(in BuiltInCall call)
    {
        var range = RangeText.Parse(call[0].AsString());
        return range is null ? call.OutOfDomain("range", call[0]) : range;
    }
}
