using System.Globalization;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;

namespace Funeng.Modules.Redemption.Browse;

/// <summary>A line of a list as far as it is compared with the others.</summary>
/// <param name="Cap">The most the benefit gives, in yuan; null for none.</param>
public sealed record ComparedLine(long Id, string Benefit, decimal Amount, decimal? Cap, IReadOnlyList<EvidenceLine> Evidence);

/// <summary>
/// Which lines of a list are unlike the others, and why, in words: so that who checks six hundred of them looks at these first. It says nothing
/// against them, and what holds for most lines of a benefit is not unusual. Lines are compared within their benefit.
/// </summary>
public static class UnusualLines
{
    /// <summary>So many lines of a benefit, or lines with one date, are enough to say what is usual, and what is a coincidence.</summary>
    private const int Enough = 5, SameDay = 3;

    /// <summary>So many times the middle ratio of money to base is far above the others.</summary>
    private const decimal Far = 3;

    /// <summary>The reasons, by line; the lines with the most reasons first, then those with the most money.</summary>
    public static IReadOnlyList<(long Id, string Why)> Of(IReadOnlyList<ComparedLine> lines)
    {
        var found = lines.GroupBy(line => line.Benefit).Select(group => group.ToList())
            .SelectMany(group => AtCap(group).Concat(OnOneDay(group)).Concat(AboveOthers(group))).GroupBy(one => one.Line);
        return [.. found.OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key.Amount).ThenBy(group => group.Key.Id).Select(group => (group.Key.Id, string.Join("；", group.Select(one => one.Why))))];
    }

    private static IEnumerable<(ComparedLine Line, string Why)> AtCap(List<ComparedLine> own)
    {
        var capped = own.FindAll(line => line.Cap is { } cap && line.Amount >= cap);
        return IsFew(capped.Count, own.Count) ? capped.Select(line => (line, $"金额正好是上限 {Fmt.Money(line.Cap)}")) : [];
    }

    private static IEnumerable<(ComparedLine Line, string Why)> OnOneDay(List<ComparedLine> own)
    {
        var dated = from line in own from fact in line.Evidence where IsDay(fact.Value) select (Line: line, fact.Label, Day: fact.Value);
        foreach (var fact in dated.GroupBy(one => one.Label).Select(fact => fact.ToList()))
        {
            foreach (var day in fact.GroupBy(one => one.Day).Where(day => day.Count() >= SameDay && IsFew(day.Count(), fact.Count)))
            {
                foreach (var one in day) yield return (one.Line, $"“{one.Label}”与另外 {day.Count() - 1} 条同为 {day.Key}");
            }
        }
    }

    private static IEnumerable<(ComparedLine Line, string Why)> AboveOthers(List<ComparedLine> own)
    {
        // Of a sum that is the same for everybody the ratio says how big an enterprise is, and nothing of the sum.
        if (own.Count < Enough || own.TrueForAll(line => line.Amount == own[0].Amount)) yield break;
        var based = from line in own from fact in line.Evidence let number = Number(fact.Value) where number > 0 select (Line: line, fact.Label, Ratio: line.Amount / number!.Value);
        foreach (var fact in based.GroupBy(one => one.Label).Select(fact => fact.OrderBy(one => one.Ratio).ToList()).Where(fact => fact.Count >= Enough))
        {
            var middle = fact[fact.Count / 2].Ratio;
            var far = fact.FindAll(one => one.Ratio > Far * middle);
            if (!IsFew(far.Count, fact.Count)) continue;
            foreach (var (line, label, ratio) in far) yield return (line, $"金额与“{label}”之比是其他企业中间水平的 {(ratio / middle).ToString("0.#", CultureInfo.InvariantCulture)} 倍");
        }
    }

    private static bool IsFew(int some, int all) => some > 0 && some * 4 <= all;

    private static bool IsDay(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>36,000 元, 3.6 万元; null for what is no sum of money.</summary>
    private static decimal? Number(string text)
    {
        var times = text switch
        {
            _ when text.EndsWith("亿元", StringComparison.Ordinal) => 100_000_000m,
            _ when text.EndsWith("万元", StringComparison.Ordinal) => 10_000m,
            _ when text.EndsWith('元') => 1m,
            _ => 0m,
        };
        return times > 0 && decimal.TryParse(text.TrimEnd('元', '万', '亿', ' '), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number * times : null;
    }
}
