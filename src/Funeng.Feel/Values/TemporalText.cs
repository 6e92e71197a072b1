namespace Funeng.Feel.Values;

/// <summary>Reads dates, times, date and times and durations from their lexical forms (XML Schema, with IANA zones after @).</summary>
internal static class TemporalText
{
    private const int LongestYear = 9;
    private const int FractionDigits = 9;

    /// <summary>What an <c>@"…"</c> literal means; null when the text is none of the temporal forms.</summary>
    public static FeelValue Parse(ReadOnlySpan<char> text)
    {
        if (TryParseDate(text, out var date))
            return date;
        if (TryParseDateTime(text, out var dateTime))
            return dateTime;
        return TryParseTime(text, out var time) ? time : ParseDuration(text);
    }

    /// <summary>A duration of either kind; null when the text is none.</summary>
    public static FeelValue ParseDuration(ReadOnlySpan<char> text)
    {
        if (TryParseYearsMonths(text, out var months))
            return months;
        return TryParseDaysTime(text, out var duration) ? duration : FeelValue.Null;
    }

    public static bool TryParseDate(ReadOnlySpan<char> text, out FeelDate date)
    {
        var reader = new TextReader(text);
        return TryReadDate(ref reader, out date) && reader.AtEnd;
    }

    public static bool TryParseTime(ReadOnlySpan<char> text, out FeelTime time)
    {
        time = default;
        var reader = new TextReader(text);
        if (!TryReadClock(ref reader, out var nanosecond) || !TryReadZone(ref reader, out var zone))
            return false;

        // 24:00:00 is midnight of the next day.
        time = new FeelTime(nanosecond % FeelTime.NanosecondsPerDay, zone);
        return true;
    }

    public static bool TryParseDateTime(ReadOnlySpan<char> text, out FeelDateTime dateTime)
    {
        dateTime = default;
        var reader = new TextReader(text);
        if (!TryReadDate(ref reader, out var date) || !reader.Take('T')
            || !TryReadClock(ref reader, out var nanosecond) || !TryReadZone(ref reader, out var zone))
            return false;
        if (nanosecond == FeelTime.NanosecondsPerDay && !date.TryAddDays(1, out date))
            return false;

        dateTime = new FeelDateTime(date, nanosecond % FeelTime.NanosecondsPerDay, zone);
        return true;
    }

    private static bool TryReadDate(ref TextReader reader, out FeelDate date)
    {
        date = default;
        var negative = reader.Take('-');
        var yearDigits = reader.TakeDigits();
        if (yearDigits.Length is < 4 or > LongestYear || (yearDigits.Length > 4 && yearDigits[0] == '0'))
            return false;

        var year = TextReader.Number(yearDigits);
        return year != 0
            && reader.Take('-') && reader.TryTakeTwoDigits(out var month)
            && reader.Take('-') && reader.TryTakeTwoDigits(out var day)
            && FeelDate.TryCreate(negative ? -year : year, month, day, out date);
    }

    private static bool TryReadClock(ref TextReader reader, out long nanosecond)
    {
        nanosecond = 0;
        if (!reader.TryTakeTwoDigits(out var hour) || !reader.Take(':') || !reader.TryTakeTwoDigits(out var minute)
            || !reader.Take(':') || !reader.TryTakeTwoDigits(out var second) || !TryReadFraction(ref reader, false, out var fraction))
            return false;

        nanosecond = (hour * 3600L + minute * 60L + second) * FeelTime.NanosecondsPerSecond + fraction;
        return hour < 24 ? minute < 60 && second < 60 : nanosecond == FeelTime.NanosecondsPerDay;
    }

    private static bool TryReadFraction(ref TextReader reader, bool allowEmpty, out long nanoseconds)
    {
        nanoseconds = 0;
        if (!reader.Take('.'))
            return true;

        var digits = reader.TakeDigits();
        if (digits.Length > FractionDigits)
            return false;
        nanoseconds = TextReader.Number(digits) * (long)PowersOfTen.UInt64(FractionDigits - digits.Length);
        return digits.Length > 0 || allowEmpty;
    }

    // Takes the rest of the text.
    private static bool TryReadZone(ref TextReader reader, out FeelZone? zone)
    {
        zone = null;
        if (reader.AtEnd)
            return true;
        if (reader.Take('@'))
        {
            zone = FeelZone.TryFindRegion(reader.Rest.ToString());
            return zone is not null;
        }

        // The specification writes it small in its own examples: time("23:59:00z").
        if (reader.Take('Z') || reader.Take('z'))
        {
            zone = FeelZone.Utc;
            return reader.AtEnd;
        }

        var negative = reader.Take('-');
        if ((!negative && !reader.Take('+')) || !reader.TryTakeTwoDigits(out var hours) || !reader.Take(':')
            || !reader.TryTakeTwoDigits(out var minutes) || minutes > 59)
            return false;

        var offset = hours * 3600 + minutes * 60;
        if (reader.Take(':'))
        {
            if (!reader.TryTakeTwoDigits(out var seconds) || seconds > 59)
                return false;
            offset += seconds;
        }

        zone = FeelZone.TryFromOffset(negative ? -offset : offset);
        return zone is not null && reader.AtEnd;
    }

    private static bool TryParseYearsMonths(ReadOnlySpan<char> text, out FeelYearsMonthsDuration duration)
    {
        duration = default;
        var reader = new TextReader(text);
        var negative = reader.Take('-');
        if (!reader.Take('P'))
            return false;

        Int128 total = 0;
        var any = false;
        if (!reader.TryTakeAmount('Y', 12, ref total, ref any) || !reader.TryTakeAmount('M', 1, ref total, ref any)
            || !any || !reader.AtEnd || total > long.MaxValue)
            return false;
        duration = new FeelYearsMonthsDuration(negative ? -(long)total : (long)total);
        return true;
    }

    private static bool TryParseDaysTime(ReadOnlySpan<char> text, out FeelDaysTimeDuration duration)
    {
        duration = default;
        var reader = new TextReader(text);
        var negative = reader.Take('-');
        if (!reader.Take('P'))
            return false;

        Int128 seconds = 0;
        long fraction = 0;
        var any = false;
        if (!reader.TryTakeAmount('D', 86_400, ref seconds, ref any))
            return false;
        if (reader.Take('T'))
        {
            any = false;
            if (!reader.TryTakeAmount('H', 3600, ref seconds, ref any) || !reader.TryTakeAmount('M', 60, ref seconds, ref any)
                || !TryTakeSeconds(ref reader, ref seconds, ref any, out fraction))
                return false;
        }

        var nanoseconds = seconds * FeelTime.NanosecondsPerSecond + fraction;
        return any && reader.AtEnd && FeelDaysTimeDuration.TryFromNanoseconds(negative ? -nanoseconds : nanoseconds, out duration);
    }

    private static bool TryTakeSeconds(ref TextReader reader, ref Int128 seconds, ref bool any, out long fraction)
    {
        fraction = 0;
        if (reader.AtEnd)
            return true;

        var digits = reader.TakeDigits();
        any = true;
        return TextReader.TryNumber(digits, out var whole) && TryReadFraction(ref reader, true, out fraction) && reader.Take('S')
            && (seconds += whole) >= 0;
    }

    private ref struct TextReader(ReadOnlySpan<char> text)
    {
        private const int LongestAmount = 18;

        public ReadOnlySpan<char> Rest { get; private set; } = text;

        public readonly bool AtEnd => Rest.IsEmpty;

        public bool Take(char sign)
        {
            if (Rest.IsEmpty || Rest[0] != sign)
                return false;
            Rest = Rest[1..];
            return true;
        }

        public ReadOnlySpan<char> TakeDigits()
        {
            var end = Rest.IndexOfAnyExceptInRange('0', '9');
            var digits = end < 0 ? Rest : Rest[..end];
            Rest = Rest[digits.Length..];
            return digits;
        }

        public bool TryTakeTwoDigits(out int value)
        {
            var isThere = Rest.Length >= 2 && char.IsAsciiDigit(Rest[0]) && char.IsAsciiDigit(Rest[1]);
            value = isThere ? (Rest[0] - '0') * 10 + Rest[1] - '0' : 0;
            Rest = isThere ? Rest[2..] : Rest;
            return isThere;
        }

        // An optional component of a duration: absent is fine, too large is not.
        public bool TryTakeAmount(char unit, int factor, ref Int128 total, ref bool any)
        {
            var before = Rest;
            var digits = TakeDigits();
            if (digits.IsEmpty || !Take(unit))
            {
                Rest = before;
                return true;
            }

            any = true;
            var fits = TryNumber(digits, out var amount);
            total += (Int128)amount * factor;
            return fits;
        }

        public static long Number(ReadOnlySpan<char> digits) => TryNumber(digits, out var value) ? value : 0;

        public static bool TryNumber(ReadOnlySpan<char> digits, out long value)
        {
            value = 0;
            var significant = digits.TrimStart('0');
            foreach (var digit in significant.Length > LongestAmount ? [] : significant)
                value = value * 10 + digit - '0';
            return digits.Length > 0 && significant.Length <= LongestAmount;
        }
    }
}
