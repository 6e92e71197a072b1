using System.Globalization;

namespace Funeng.Modules.Foundation.City;

/// <summary>A day somebody asks about in an address or a field: of years people mean, so that days before and after it can be reckoned with.</summary>
internal static class AskedDay
{
    private const int First = 1901, Last = 2199;

    /// <returns>Null for what is no date of those years.</returns>
    public static DateOnly? Read(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= First and <= Last ? day : null;
}
