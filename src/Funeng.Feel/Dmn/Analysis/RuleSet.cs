namespace Funeng.Feel.Dmn.Analysis;

/// <summary>A set of rules by index, equal by content.</summary>
internal sealed class RuleSet : IEquatable<RuleSet>
{
    private readonly ulong[] words;
    private readonly int hash;

    private RuleSet(ulong[] words)
    {
        this.words = words;
        var code = default(HashCode);
        foreach (var word in words) code.Add(word);
        hash = code.ToHashCode();
    }

    public bool IsEmpty => Array.TrueForAll(words, word => word == 0);

    /// <summary>The rules, in order, of which something is so.</summary>
    public static RuleSet Where(int count, Func<int, bool> isIn)
    {
        var words = new ulong[(count + 63) / 64];
        for (var rule = 0; rule < count; rule++)
        {
            if (isIn(rule)) words[rule / 64] |= 1UL << (rule % 64);
        }

        return new RuleSet(words);
    }

    public bool Contains(int rule) => (words[rule / 64] >> (rule % 64) & 1) != 0;

    public RuleSet And(RuleSet other)
    {
        var common = new ulong[words.Length];
        for (var word = 0; word < common.Length; word++) common[word] = words[word] & other.words[word];
        return new RuleSet(common);
    }

    public bool Meets(RuleSet other)
    {
        for (var word = 0; word < words.Length; word++)
        {
            if ((words[word] & other.words[word]) != 0) return true;
        }

        return false;
    }

    public bool Equals(RuleSet? other) => other is not null && words.AsSpan().SequenceEqual(other.words);

    public override bool Equals(object? obj) => Equals(obj as RuleSet);

    public override int GetHashCode() => hash;
}
