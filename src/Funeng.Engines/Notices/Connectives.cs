using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>Joins the conditions of a sentence by the words between them.</summary>
internal static partial class Connectives
{
    // From the loosest to the tightest.
    private enum Link
    {
        Semicolon,
        LooseOr,
        Comma,
        TightOr,
        TightAnd,

        // 纺织业、服装业企业上年度营业收入…: the list is one thing.
        KindOr,
    }

    public static Condition Join(string text, List<Atom> atoms)
    {
        if (atoms.Count == 1) return atoms[0].Condition;
        var links = new Link[atoms.Count - 1];
        var either = OneOfThese().IsMatch(text);
        for (var i = 0; i < links.Length; i++)
        {
            var between = atoms[i].End <= atoms[i + 1].Start ? text[atoms[i].End..atoms[i + 1].Start] : "";
            links[i] = either ? Link.TightOr : Of(between, atoms[i], atoms[i + 1], text);
        }

        Enumerations(text, atoms, links);
        return Split(atoms, links, 0, atoms.Count - 1);
    }

    private static Link Of(string between, Atom left, Atom right, string text)
    {
        var kinds = left.Kind == AtomKind.Kind && right.Kind == AtomKind.Kind && between.Length <= 10;
        if (kinds && !Punctuation().IsMatch(between) && (Or().IsMatch(between) || !Both().IsMatch(text) && KindList().IsMatch(between))) return Link.KindOr;
        if (Or().IsMatch(between)) return Punctuation().IsMatch(between) ? Link.LooseOr : Link.TightOr;
        if (between.Contains('；') || between.Contains('。')) return Link.Semicolon;
        return between.Contains('，') ? Link.Comma : Link.TightAnd;
    }

    // A、B或C: the marks of an enumeration take the word at its end.
    private static void Enumerations(string text, List<Atom> atoms, Link[] links)
    {
        for (var i = links.Length - 2; i >= 0; i--)
        {
            var start = atoms[i].End;
            var between = start <= atoms[i + 1].Start ? text[start..atoms[i + 1].Start] : "";
            if (links[i + 1] is Link.TightOr or Link.KindOr && links[i] != Link.KindOr && between.TrimStart().StartsWith('、') && between.Length <= 10) links[i] = Link.TightOr;
        }
    }

    private static Condition Split(List<Atom> atoms, Link[] links, int first, int last)
    {
        if (first == last) return atoms[first].Condition;
        var loosest = links[first..last].Min();
        var parts = new List<Condition>();
        var begin = first;
        for (var i = first; i < last; i++)
        {
            if (links[i] != loosest) continue;
            parts.Add(Split(atoms, links, begin, i));
            begin = i + 1;
        }

        parts.Add(Split(atoms, links, begin, last));
        return loosest is Link.LooseOr or Link.TightOr or Link.KindOr ? Condition.AnyOf(parts) : Condition.AllOf(parts);
    }

    [GeneratedRegex("或")]
    private static partial Regex Or();

    [GeneratedRegex("[，；。]")]
    private static partial Regex Punctuation();

    [GeneratedRegex("同时|均|且")]
    private static partial Regex Both();

    [GeneratedRegex("[、和及与/]")]
    private static partial Regex KindList();

    [GeneratedRegex("(?:之一|任一|任意一项|其中一项|其中之一|任何一项|任一项|一项即可|其一)(?:的|即可|条件)?")]
    private static partial Regex OneOfThese();
}
