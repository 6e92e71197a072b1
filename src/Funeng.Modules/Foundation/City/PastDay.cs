namespace Funeng.Modules.Foundation.City;

/// <summary>The day a page or another system asks to see: one that is over; today and days to come are no past day.</summary>
internal static class PastDay
{
    /// <returns>Null for today, a day to come, and what is no date.</returns>
    public static DateOnly? Read(string? text, DateOnly today) => Of(AskedDay.Read(text), today);

    /// <returns>Null for today and a day to come.</returns>
    public static DateOnly? Of(DateOnly? day, DateOnly today) => day < today ? day : null;
}
