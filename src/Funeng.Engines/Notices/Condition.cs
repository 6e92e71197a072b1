namespace Funeng.Engines.Notices;

/// <summary>A draft condition as a tree, so that brackets are set where and only where they are needed.</summary>
internal abstract record Condition
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
    public static Condition Of(string feel) => feel.Contains(" or ", StringComparison.Ordinal) ? new Any([.. feel.Split(" or ").Select(part => new One(part))])
        : feel.Contains(" and ", StringComparison.Ordinal) ? new All([.. feel.Split(" and ").Select(part => new One(part))])
        : new One(feel);

    public Condition Not() => new One(this is One one && !one.Feel.Contains(' ') ? $"not({one.Feel})" : $"not({Print(this)})");

    public static string Print(Condition condition) => condition switch
    {
        One one => one.Feel,
        All all => string.Join(" and ", all.Parts.Select(part => part is One ? Print(part) : $"({Print(part)})")),
        Any any => string.Join(" or ", any.Parts.Select(part => part is One ? Print(part) : $"({Print(part)})")),
        _ => throw new NotSupportedException(),
    };

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
