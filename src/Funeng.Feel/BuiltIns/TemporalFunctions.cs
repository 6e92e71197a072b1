using Funeng.Feel.Values;

namespace Funeng.Feel.BuiltIns;

/// <summary>Functions of dates, and the clock (DMN 1.5, tables 82 and 85).</summary>
internal static class TemporalFunctions
{
    private const int DaysInWeek = 7;
    private const int Thursday = 4;

    private static readonly string[] Weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    private static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    public static readonly BuiltIn[] All =
    [
        OfDate("day of year", FeelType.Number, date => date.DayOfYear),
        OfDate("day of week", FeelType.String, date => Weekdays[date.Weekday - 1]),
        OfDate("month of year", FeelType.String, date => Months[date.Month - 1]),
        OfDate("week of year", FeelType.Number, date => WeekOfYear(date)),
        new("now", BuiltInSignature.Of("", FeelType.DateTime, (in call) => call.Host.Now)),
        new("today", BuiltInSignature.Of("", FeelType.Date, (in call) => call.Host.Now.Date)),
    ];

    private static BuiltIn OfDate(string name, FeelType result, Func<FeelDate, FeelValue> property) => new(
        name,
        BuiltInSignature.Of("date: date", result, (in call) => property(call[0].AsDate())),
        BuiltInSignature.Of("date: date and time", result, (in call) => property(call[0].AsDateTime().Date)));

    // ISO 8601: a week belongs to the year in which its Thursday lies.
    private static int WeekOfYear(FeelDate date)
    {
        var thursday = date.DayNumber + Thursday - date.Weekday;
        return FeelDate.TryFromDayNumber(thursday, out var inYear) ? (inYear.DayOfYear - 1) / DaysInWeek + 1 : 1;
    }
}
