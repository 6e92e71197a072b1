using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>A figure cut in slices, each with its own share: 500万元以下的部分按5%、500万元以上的部分按8%给予补助.</summary>
/// <param name="Start">Where the first slice begins in the sentence.</param>
/// <param name="Parts">The slices from the lowest; each begins where the one before ends.</param>
internal sealed partial record Slices(int Start, IReadOnlyList<Slice> Parts)
{
    private const string Number = "[0-9]+(?:\\.[0-9]+)?";
    private const string Unit = "(?:亿元|万元|元)";

    /// <summary>The slices of a sentence; null where they leave a gap, overlap, or are fewer than two.</summary>
    public static Slices? Find(string text)
    {
        var matches = Part().Matches(text).ToList();
        if (matches.Count < 2) return null;
        var parts = matches.ConvertAll(Read);
        var joined = parts[0].From is null && parts[^1].To is null && parts.Zip(parts.Skip(1)).All(two => two.First.To is { } end && two.Second.From is { } begin && end.Value == begin.Value);
        return joined ? new Slices(matches[0].Index, parts) : null;
    }

    /// <summary>The amount over a fact.</summary>
    public string Feel(string fact) => string.Join(" + ", Parts.Select(part => $"{Of(part, fact)} * {part.Percent} / 100"));

    private static string Of(Slice part, string fact) => (part.From, part.To) switch
    {
        (null, { } to) => $"min({fact}, {to.Feel("元")})",
        ({ } from, null) => $"max(0, {fact} - {from.Feel("元")})",
        ({ } from, { } to) => $"max(0, min({fact}, {to.Feel("元")}) - {from.Feel("元")})",
        _ => fact,
    };

    private static Slice Read(Match match)
    {
        var (one, two, side) = (Sum(match, "a"), Sum(match, "b"), match.Groups["side"].Value);
        var isAbove = match.Groups["over"].Success || side.EndsWith('上');
        return new Slice(two is not null || isAbove ? one : null, two ?? (isAbove ? null : one), match.Groups["p"].Value);
    }

    private static Limit? Sum(Match match, string group) => match.Groups[group].Success && ChineseNumber.Parse(match.Groups[group].Value) is { } number
        ? new Limit(number, match.Groups[group + "u"].Value[0] switch { '亿' => 100_000_000, '万' => 10_000, _ => 1 }, true) : null;

    [GeneratedRegex("(?<over>超过|超出)?(?<a>" + Number + ")(?<au>" + Unit + ")(?:\\((?:不)?含\\))?(?:(?:以上)?[至到—–~-](?<b>" + Number + ")(?<bu>" + Unit + "))?(?:\\((?:不)?含\\))?(?<side>及?以上|及?以下|以内)?(?:\\((?:不)?含\\))?的?部分，?按照?(?<p>" + Number + ")%")]
    private static partial Regex Part();
}

/// <param name="From">Where the slice begins; null for nothing.</param>
/// <param name="To">Where it ends; null for no end.</param>
/// <param name="Percent">The share of it.</param>
internal sealed record Slice(Limit? From, Limit? To, string Percent);
