using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>A draft condition as a tree, so that brackets are set where and only where they are needed.</summary>
internal abstract partial record Condition
{
    private Condition()
    {
    }

    public sealed record One(string Feel) : Condition;

    public sealed record All(IReadOnlyList<Condition> Parts) : Condition;

    public sealed record Any(IReadOnlyList<Condition> Parts) : Condition;

    public static Condition AllOf(IEnumerable<Condition> parts) => Join(parts, all: true);

    public static Condition AnyOf(IEnumerable<Condition> parts) => Join(parts, all: false);

    /// <summary>A condition written as FEEL; and / or at its top are seen, so that nothing is bracketed twice.</summary>
    public static Condition Of(string feel) => IsTurnedRound(feel) ? new One(feel)
        : feel.Contains(" or ", StringComparison.Ordinal) ? new Any([.. feel.Split(" or ").Select(part => new One(part))])
        : feel.Contains(" and ", StringComparison.Ordinal) ? new All([.. feel.Split(" and ").Select(part => new One(part))])
        : new One(feel);

    /// <summary>The condition turned round; of one comparison its sign: whoever is shut out below 60 must have at least 60.</summary>
    public Condition Not() => this is One { Feel: var turned } && Denied().Match(turned) is { Success: true } denied ? Of(denied.Groups["feel"].Value)
        : this is One { Feel: var feel } && Comparison().Match(feel) is { Success: true } match
        ? new One($"{match.Groups["left"].Value} {Turned(match.Groups["sign"].Value)} {match.Groups["right"].Value}")
        : new One(this is One one && !one.Feel.Contains(' ') ? $"not({one.Feel})" : $"not({Print(this)})");

    public static string Print(Condition condition) => condition switch
    {
        One one => one.Feel,
        All all => string.Join(" and ", all.Parts.Select(part => part is One ? Print(part) : $"({Print(part)})")),
        Any any => string.Join(" or ", any.Parts.Select(part => part is One ? Print(part) : $"({Print(part)})")),
        _ => throw new NotSupportedException(),
    };

    // not(a and b) is one piece: what stands in its brackets is joined there.
    private static bool IsTurnedRound(string feel) => feel.StartsWith("not(", StringComparison.Ordinal) && feel.IndexOf(')', StringComparison.Ordinal) == feel.Length - 1;

    private static string Turned(string sign) => sign switch
    {
        "<" => ">=",
        "<=" => ">",
        ">" => "<=",
        _ => "<",
    };

    [GeneratedRegex(@"^(?<left>[\p{L}\p{N}_]+) (?<sign><=|>=|<|>) (?<right>-?[0-9.]+(?: \* (?:万元|亿元))?)$")]
    private static partial Regex Comparison();

    // not(x) or not(contains(x, "y")) as a whole.
    [GeneratedRegex(@"^not\((?<feel>[^()]+(?:\([^()]*\))?)\)$")]
    private static partial Regex Denied();

    private static Condition Join(IEnumerable<Condition> parts, bool all)
    {
        var flat = new List<Condition>();
        foreach (var part in parts)
        {
            var own = all ? (part as All)?.Parts : (part as Any)?.Parts;
            foreach (var inner in own ?? [part])
            {
                if (!flat.Exists(known => Print(known) == Print(inner))) flat.Add(inner);
            }
        }

        return flat.Count == 1 ? flat[0] : all ? new All(flat) : new Any(flat);
    }
}
